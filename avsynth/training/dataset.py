"""A map-style dataset over a folder that avsynth wrote, whatever its format."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Literal

import numpy as np

from avsynth.core.errors import DatasetError, WeightWarning, did_you_mean
from avsynth.scenario.book import Book, Event
from avsynth.scenario.estimates import CONFIDENCE, Estimate, degeneracy
from avsynth.training._book import read_book
from avsynth.training._hdf5 import read_hdf5
from avsynth.training._kitti import read_kitti
from avsynth.training._manifest import read_manifest
from avsynth.training._scan import Scan, sample_of

#: How each format is read.
READERS: dict[str, Callable[[Path, int], Scan]] = {"kitti": read_kitti, "hdf5": read_hdf5}

#: Arrays whose shape is the same for all frames of a dataset.
FIXED = frozenset({"image", "image_from_lidar", "lidar_from_world", "number", "scenario", "time", "weight"})


class Dataset:
    """The frames of a dataset folder, by position; picklable, so that the workers of a DataLoader can share it.

    An item is a dict of numpy arrays (all writable, of types that torch knows):

    ======================  ==============  =======================================================================
    points                  f4 (N, 4)       x, y, z [m], LiDAR frame; intensity [1]
    point_time, point_ring  f4, i4 (N,)     [s] relative to `time`; beam, 0 the highest
    point_category          i8 (N,)         `Category`
    point_id                i8 (N,)         id of the object, −1 for none
    image                   u1 (H, W, 3)    sRGB
    image_from_lidar        f8 (3, 4)       homogeneous pixels [px] from homogeneous points of the LiDAR frame
    radar                   f4 (M, 7)       x, y, z [m], radar frame; rcs [dBsm]; v_r, v_r compensated [m/s]; snr [dB]
    lidar_from_world        f8 (4, 4)
    boxes                   f4 (K, 7)       centre x, y, z, length, width, height [m], yaw [rad], LiDAR frame
    box_velocity            f4 (K, 3)       over ground [m/s], along the axes of the LiDAR frame
    box_category, box_id    i8 (K,)         `Category`; the id that points carry
    box_points              i8 (K,)         LiDAR points on the object
    image_boxes             f4 (K, 4)       whole silhouette: left, top, right, bottom [px]; NaN outside the image
    visible_boxes           f4 (K, 4)       visible pixels, likewise; NaN if none
    truncation, visibility  f4 (K,)         0..1; 1 and 0 outside the image
    number, scenario        i8 ()           of the frame in the dataset; of its scenario
    time, weight            f8 ()           in the scenario [s]; see `weights`
    ======================  ==============  =======================================================================

    Parameters
    ----------
    folder : str or Path
    split : str, optional
        Only the frames of this split: train, val or trainval.
    """

    def __init__(self, folder: str | Path, split: str | None = None) -> None:
        self.folder = Path(folder)
        manifest = read_manifest(self.folder)
        if manifest.exporter not in READERS:
            raise DatasetError(
                f"{self.folder}: format {manifest.exporter!r} cannot be read; known: {', '.join(READERS)}"
            )
        self.format = manifest.exporter
        wanted = None if split is None else _numbers_of(self.folder, split)
        self.records = tuple(record for record in manifest.records if wanted is None or record.number in wanted)
        self._weights = _normalised(np.array([record.log_weight for record in self.records]))

    def __len__(self) -> int:
        return len(self.records)

    def __getitem__(self, position: int) -> dict[str, np.ndarray]:
        record = self.records[position]
        facts = {
            "number": np.array(record.number, dtype=np.int64),
            "scenario": np.array(record.scenario_index, dtype=np.int64),
            "time": np.array(record.time, dtype=np.float64),
            "weight": np.array(self._weights[position], dtype=np.float64),
        }
        return sample_of(self._scan(record.number)) | facts

    def __iter__(self) -> Iterator[dict[str, np.ndarray]]:
        return (self[position] for position in range(len(self)))

    def weights(self, kind: Literal["nominal", "proposed"] = "nominal") -> np.ndarray:
        """Return the weight of each frame, float64 (n,), of mean 1.

        A mean over frames with the weights "nominal" estimates the mean in the world that the scene describes, whatever
        was proposed (self-normalised importance sampling: w = exp(log w) ÷ mean of exp(log w)). With the weights
        "proposed", which are all 1, it is the mean of the run as it was sampled. Warns if few frames hold all weight.
        """
        if kind not in ("nominal", "proposed"):
            raise DatasetError(
                f"weights of kind {kind!r}{did_you_mean(kind, ['nominal', 'proposed'])}; nominal, proposed"
            )
        if kind == "proposed":
            return np.ones(len(self))
        told = degeneracy(self._weights)
        if told:
            warnings.warn(f"{self.folder}: {told}", WeightWarning, stacklevel=2)
        return self._weights.copy()

    def resample(self, count: int, rng: np.random.Generator, *, mix: float = 0.0) -> np.ndarray:
        """Return positions of frames as often as the world has them, int64 (count,), drawn with replacement.

        They can be given to a DataLoader as its `sampler`.

        Parameters
        ----------
        mix : float [1]
            Share of them that is drawn as the run was sampled instead, so that rare things stay frequent in training.
        """
        if not 0 <= mix <= 1:
            raise DatasetError(f"mix = {mix} must lie between 0, as in the world, and 1, as it was sampled")
        share = (1 - mix) * self.weights() + mix * self.weights("proposed")
        return rng.choice(len(self), size=count, p=share / share.sum())

    def rate(self, event: Event, *, confidence: float = CONFIDENCE) -> Estimate:
        """Return how often `event` happens in a scenario of the world, from all scenarios of the run.

        Parameters
        ----------
        event : str or callable
            A draw, record or coverage by name, as ``"dart"``; compared, as ``"ttc_min < 1 s"``; or a function of the
            values by name. `book` tells more, such as rates per attempt.
        """
        return self.book.rate(event, confidence=confidence)

    @cached_property
    def book(self) -> Book:
        """What was written of the run as a whole: weights of scenarios, rates, cells of coverage."""
        return read_book(self.folder)

    def scenarios(self) -> dict[int, list[int]]:
        """Return the positions of each scenario's frames in time order, by the scenario's number."""
        found: dict[int, list[int]] = {}
        for position, record in enumerate(self.records):
            found.setdefault(record.scenario_index, []).append(position)
        return found

    def _scan(self, number: int) -> Scan:
        try:
            return READERS[self.format](self.folder, number)
        except FileNotFoundError as error:
            raise DatasetError(
                f"{self.folder}: frame {number:06d} lacks {error.filename or error}; generate it again"
            ) from None
        except (OSError, ValueError, KeyError, TypeError, EOFError) as error:
            raise DatasetError(
                f"{self.folder}: frame {number:06d} is damaged ({error}); `avsynth verify` tells which files"
            ) from None


def collate(samples: Sequence[dict[str, np.ndarray]]) -> dict[str, np.ndarray | list[np.ndarray]]:
    """Return a batch, for a DataLoader's `collate_fn`: the arrays of `FIXED` stacked, all others as lists."""
    columns = {key: [sample[key] for sample in samples] for key in samples[0]}
    return {key: np.stack(arrays) if key in FIXED else arrays for key, arrays in columns.items()}


def _normalised(log_weight: np.ndarray) -> np.ndarray:
    """Return exp(log_weight) over its mean, float64 (n,) [1]; the largest is taken out first, lest it overflows."""
    weight = np.exp(log_weight - log_weight.max(initial=-np.inf))
    return weight / weight.mean() if len(weight) else weight


def _numbers_of(folder: Path, split: str) -> set[int]:
    """Return the frame numbers that the list of `split` holds."""
    lists = {path.stem: path for place in ("ImageSets", "splits") for path in sorted((folder / place).glob("*.txt"))}
    if split not in lists:
        hint = did_you_mean(split, lists) or f"; known: {', '.join(lists) or 'none'}"
        raise DatasetError(f"{folder}: no split {split!r}{hint}")
    return {int(line) for line in lists[split].read_text().split()}
