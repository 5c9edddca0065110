"""avsynth.language"""
