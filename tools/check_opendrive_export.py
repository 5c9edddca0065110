"""Check exported roads with ASAM's checker: ``python tools/check_opendrive_export.py /path/to/qc_opendrive -n 50``.

The checker (asam-qc-opendrive on the package index) lives in an environment of its own. Random junctions, and the
scenes that come with avsynth, are written and checked; each issue is printed.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
from random_junctions import random_junction

from avsynth import api
from avsynth.contracts import ROADS
from avsynth.core import paths
from avsynth.core.errors import ConfigError
from avsynth.datatypes.network import RoadNetwork
from avsynth.opendrive import written
from avsynth.world.ground import road_network

CONFIG = """<Config><Param name="InputFile" value="{file}"/><CheckerBundle application="xodrBundle">
<Param name="resultFile" value="{result}"/></CheckerBundle></Config>"""


def main() -> int:
    """Check as many junctions as asked, and all scenes; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("checker", type=Path)
    parser.add_argument("-n", type=int, default=50)
    options = parser.parse_args()
    issues, checks = 0, []
    for name, network in networks(options.n):
        found, completed = checked(options.checker, written(network, name))
        checks.append(completed)
        issues += len(found)
        print(f"{name}: {len(found)} issues, {completed} checks completed", flush=True)
        for issue in found:
            print(f"{name}: {issue}")
    print(f"{len(checks)} exports, at least {min(checks)} checks completed on each, {issues} issues")
    return 1 if issues else 0


def networks(count: int) -> Iterator[tuple[str, RoadNetwork]]:
    """Yield random junctions but for those that are refused, and the roads of scenes."""
    for number in range(count):
        values = random_junction(np.random.default_rng(number))
        try:
            network = ROADS.build(values, "check").network()
        except ConfigError as error:
            print(f"junction {number}: refused: {error}")
            continue
        control = values["control"]
        yield f"junction {number} ({control if isinstance(control, str) else ' '.join(map(str, control))})", network
    for scene in sorted([*paths.scenes().glob("*.scene"), *paths.scenes().glob("roads/*.scene")]):
        yield scene.stem, road_network(api.load(scene).draw(0))


def checked(checker: Path, content: bytes) -> tuple[list[str], int]:
    """Return the issues that the checker finds, and how many checks it completed."""
    with tempfile.TemporaryDirectory() as folder:
        file, config, result = (Path(folder) / name for name in ("roads.xodr", "config.xml", "result.xqar"))
        file.write_bytes(content)
        config.write_text(CONFIG.format(file=file, result=result))
        subprocess.run([checker, "-c", config], check=True, capture_output=True)
        rows = ElementTree.parse(result).getroot().findall(".//Checker")
    issues = [f"{row.get('checkerId')}: {one.get('description')}" for row in rows for one in row.findall("Issue")]
    return issues, sum(row.get("status") == "completed" for row in rows)


if __name__ == "__main__":
    sys.exit(main())
