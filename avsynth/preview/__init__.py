"""avsynth.preview"""
