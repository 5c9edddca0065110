"""Dataset formats: one file each, turning frames into named bytes. Where they are written, and when, is `execution`'s."""
