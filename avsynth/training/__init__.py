"""avsynth.training"""
