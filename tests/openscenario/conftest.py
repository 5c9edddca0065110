"""Roads of the files of OpenSCENARIO."""

import sys
from pathlib import Path

import pytest

import avsynth
from avsynth import api

sys.path.insert(0, str(Path(__file__).parent))  # for documents

ROADS = """
road main:
    path: [line(300 m), arc(150 m, radius: 200 m)]
    lanes: [walk(2 m), drive(3 m), drive(3 m)] | [drive(3 m), drive(3.5 m), walk(2 m)]
place car ego:
    at on main.fwd[0] @ 10 m
run 1 s at 1 Hz
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("xosc")
    api.export_roads(avsynth.loads(ROADS), folder / "roads.xodr")
    return folder
