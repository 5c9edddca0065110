"""avsynth.roads"""
