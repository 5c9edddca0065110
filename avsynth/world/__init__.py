"""avsynth.world"""
