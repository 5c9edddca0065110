"""Sizes of meshes lie within published ranges; bodies have the proportions of those that were measured."""

from pathlib import Path

import numpy as np
import pytest
from ruamel.yaml import YAML

from avsynth.actors import _body, _skeleton
from avsynth.contracts import ACTORS
from avsynth.core.seed import Stream

PUBLISHED = YAML(typ="safe").load(Path(__file__).parent / "published_sizes.yaml")
WORDS = ("length", "width", "height")
SEEDS, ROUNDING = 200, 0.005


def boxes(name: str) -> np.ndarray:
    """Return the boxes of 200 seeds of a kind, or of a style of it, float64 (200, 3) [m]."""
    kind, *style = name.split()
    fields = {"style": style[0]} if style else {}
    return np.array([ACTORS.get(kind)(**fields).dressed(Stream(k).child(kind)).box() for k in range(SEEDS)])


@pytest.mark.parametrize("name", [name for name in PUBLISHED if name not in ("pedestrian", "child")])
def test_boxes_of_200_seeds_lie_within_published_ranges(name):
    row = PUBLISHED[name]
    sizes = boxes(name) - [0.0, row.get("mirrors", 0.0), 0.0]

    for axis, word in enumerate(WORDS):
        low, high = row.get(word, (0.0, np.inf))
        assert low - ROUNDING <= sizes[:, axis].min() and sizes[:, axis].max() <= high + ROUNDING, word


@pytest.mark.parametrize("kind", ["pedestrian", "child"])
def test_heights_of_200_people_lie_within_published_ranges(kind):
    low, high = PUBLISHED[kind]["height"]
    heights = [ACTORS.get(kind)().dressed(Stream(k).child(kind)).height for k in range(SEEDS)]

    assert low <= min(heights) and max(heights) <= high


#: Means of ANSUR II [ANSUR2]_ ÷ stature, of 4082 men and 1986 women: heights of landmarks, lengths and breadths.
MEASURED = {
    "male": {"knee": 0.278, "ankle": 0.0415, "acromion": 0.820, "hip breadth": 0.197, "chest breadth": 0.165,
             "head breadth": 0.0880, "head length": 0.1137, "foot": 0.1544, "deltoids": 0.291, "hand": 0.110},
    "female": {"knee": 0.2756, "ankle": 0.0385, "acromion": 0.820, "hip breadth": 0.217, "chest breadth": 0.1655,
               "head breadth": 0.0909, "head length": 0.1167, "foot": 0.1513, "deltoids": 0.277, "hand": 0.111},
}  # fmt: skip
#: How far ours may be from the means [1], about two standard deviations within a sex.
LIKENESS = 0.10


def proportions(figure: str) -> dict[str, float]:
    """Return the same measures of our body in a shirt ÷ its height."""
    person = _body.Figure(height=1.0, figure=figure, outfit="shirt", haircut="none")
    parts = {p.name: p.shape.vertices for p in _body.body(person, next(iter(ACTORS)).category)}
    chest, pelvis, head = parts["chest"], parts["pelvis"], parts["head"]
    up = (head[:, 2] - person.frame.at(_skeleton.CHIN)) / person.frame.head
    skull = head[up > 0.4]
    band = chest[(chest[:, 2] > 0.70) & (chest[:, 2] < 0.74)]
    arms = np.abs(parts["upper_arm_left"][:, 1]).max()
    frame, foot = person.frame, parts["foot_left"]
    wrist = frame.at(_skeleton.SHOULDER) - frame.upper_arm - frame.forearm
    return {
        "knee": person.frame.at(_skeleton.KNEE),
        "ankle": person.frame.at(_skeleton.ANKLE),
        "acromion": person.frame.at(_skeleton.SHOULDER) + 0.03,
        "hip breadth": np.ptp(pelvis[:, 1]),
        "chest breadth": np.ptp(band[:, 1]),
        "head breadth": np.ptp(head[up > 0.68, 1]),  # above the ears
        "head length": np.ptp(skull[:, 0]),
        "foot": np.ptp(foot[:, 0]),
        "deltoids": 2 * arms,
        "hand": wrist - parts["forearm_left"][:, 2].min(),
    }


@pytest.mark.parametrize("figure", MEASURED)
@pytest.mark.parametrize("measure", MEASURED["male"])
def test_proportions_are_those_of_measured_bodies(figure, measure):
    assert proportions(figure)[measure] == pytest.approx(MEASURED[figure][measure], rel=LIKENESS)
