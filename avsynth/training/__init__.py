"""Reading what was written: a map-style dataset that a torch DataLoader takes as it is, without needing torch."""

from avsynth.training._book import read_book
from avsynth.training.dataset import Dataset, collate
from avsynth.training.verification import verify

__all__ = ["Dataset", "collate", "read_book", "verify"]
