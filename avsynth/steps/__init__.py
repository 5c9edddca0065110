"""avsynth.steps"""
