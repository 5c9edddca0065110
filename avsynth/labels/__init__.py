"""avsynth.labels"""
