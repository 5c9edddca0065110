"""The sampling methods, one file each; what they have in common begins with an underscore."""
