"""avsynth.exporters"""
