"""avsynth.execution"""
