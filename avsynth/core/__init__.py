"""What everything rests on: errors, units, poses, seeds, paths, plugin registry. Knows nothing of sensors or scenes."""
