"""avsynth.sensors"""
