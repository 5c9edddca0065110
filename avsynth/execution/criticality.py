"""The file that says how critical each scenario of a dataset is: a line for each road user that meets the ego."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict

from avsynth.datatypes.encounters import PairRecord
from avsynth.datatypes.frame import Frame
from avsynth.datatypes.label import SEEN_POINTS, SEEN_SHARE, Label
from avsynth.datatypes.measurement import PointCloud

CRITICALITY = "criticality.jsonl"


def seen_in(frame: Frame) -> dict[str, float | None]:
    """Return the road users that any LiDAR or camera sees, with the time until they and the ego touch [s]."""
    pairs = zip(frame.encounters.first.tolist(), frame.encounters.second.tolist(), strict=True)
    ttc = dict(zip(pairs, frame.encounters.ttc.tolist(), strict=True))
    return {
        label.name: _finite(ttc[frame.ego_id, label.id])
        for label in frame.labels
        if (frame.ego_id, label.id) in ttc and _is_seen(label, frame)
    }


def lines_of(encounters: Mapping[int, Iterable[PairRecord]], records: Sequence[Mapping]) -> bytes:
    """Return the file: a line of JSON for each pair of each scenario.

    Parameters
    ----------
    encounters : mapping
        Number of a scenario → its pairs.
    records : sequence of mapping
        Of all frames; ``seen`` is what `seen_in` said. First seen means in the first of the frames that are made.
    """
    first_seen: dict[tuple[int, str], dict[str, float | None]] = {}
    for record in sorted(records, key=lambda record: (record["scenario_index"], record["frame_index"])):
        for name, ttc in record["seen"].items():
            first_seen.setdefault((record["scenario_index"], name), {"seen_time": record["time"], "seen_ttc": ttc})
    nothing = {"seen_time": None, "seen_ttc": None}
    lines = (
        {"index": index, **asdict(pair), **(first_seen.get((index, pair.second)) or nothing)}
        for index in sorted(encounters)
        for pair in encounters[index]
    )
    return "".join(f"{json.dumps(line, ensure_ascii=False, allow_nan=False)}\n" for line in lines).encode()


def _is_seen(label: Label, frame: Frame) -> bool:
    """Return whether 5 points of a LiDAR are on it, or a quarter of its pixels is seen."""
    clouds = [name for name, measured in frame.measurements.items() if isinstance(measured, PointCloud)]
    by_lidar = any(label.points.get(name, 0) >= SEEN_POINTS for name in clouds)
    return by_lidar or any(view.pixels > 0 and view.visibility >= SEEN_SHARE for view in label.views.values())


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
