"""avsynth.engine"""
