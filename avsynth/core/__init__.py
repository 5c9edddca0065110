"""What everything rests on: errors, units, poses, seeds, paths, the plugin registry. Knows nothing of sensors or scenes."""
