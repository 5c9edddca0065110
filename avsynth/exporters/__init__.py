"""Dataset formats: one file each, turning frames into named bytes. Writing them is the business of `execution`."""
