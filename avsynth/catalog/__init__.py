"""avsynth.catalog"""
