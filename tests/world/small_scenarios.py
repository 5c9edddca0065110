"""Small scenarios for the tests of the world; `conftest` puts this folder on the path."""

from avsynth.scenario.concrete import OnLane, Placement

STREET = {
    "lanes": {"left": [["walk", 2.0], ["drive", 3.25]], "right": [["drive", 3.25], ["park", 2.1], ["walk", 2.0]]},
    "path": [{"shape": "line", "length": 200.0}],
    "crosswalks": [80.0],
}
BEND = {**STREET, "path": [{"shape": "arc", "length": 200.0, "radius": 45.0}]}


def placed(name: str, *spots, kind: str = "car", **more) -> Placement:
    return Placement(kind=kind, name=name, spots=spots, at=f"test.scene:{name}", **more)


def on(lane: str, station: float, offset: float = 0.0) -> OnLane:
    return OnLane(lane=lane, station=station, offset=offset)
