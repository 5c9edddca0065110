"""avsynth.actors"""
