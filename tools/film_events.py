"""``python -m tools.film_events [NAME …]``: the films of events in ``docs/images/events``, as GIF.

Of each event the first draw in which it happens and is critical is taken; its number is printed.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from PIL import Image  # of the extra "dev"

from avsynth import api, pipeline, world
from avsynth.preview import film
from avsynth.scenario.concrete import Scenario

FOLDER = Path(__file__).parents[1] / "docs" / "images" / "events"
#: Pictures a second [Hz], width [px], colours, draws looked at.
RATE, SIDE, COLOURS, DRAWS = 6.0, 440, 48, 6
#: The events that are shown in the documents.
SHOWN = (
    "ball_then_child", "cut_in", "dart_out", "deer_crossing", "fallen_person", "left_turn_signalised", "lost_load",
    "oncoming_overtakes", "red_runner", "turn_back", "wrong_way", "control_loss", "parking_in",
    "group_splits",
)  # fmt: skip


def main(names: tuple[str, ...]) -> None:
    """Write the films of the events called `names`."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in names:
        scenario = _telling(name)
        pictures = list(film(pipeline.worlds(scenario), rate=RATE, side=SIDE))
        size = _gif(pictures, FOLDER / f"{name}.gif")
        print(f"{name}: draw {scenario.index}, {len(pictures)} pictures, {size / 1e3:.0f} kB")


def _telling(name: str) -> Scenario:
    """Return the draw of an event in which it happens and two come nearest to each other."""
    template = api.load(name)
    draws = [template.draw(index=index) for index in range(DRAWS)]
    return min(filter(world.happens, draws), key=_margin)


def _margin(scenario: Scenario) -> float:
    """Return the smallest of the recorded times [s] and distances [m], or infinity."""
    values = [record.value for record in scenario.records if isinstance(record.value, float)]
    return min((value for value in values), default=np.inf)


def _gif(pictures: list[np.ndarray], path: Path) -> int:
    """Write pictures with one palette for all; return the size of the file [bytes]."""
    palette = Image.fromarray(np.vstack(pictures[:: len(pictures) // 4])).quantize(COLOURS, dither=Image.Dither.NONE)
    frames = [Image.fromarray(picture).quantize(palette=palette, dither=Image.Dither.NONE) for picture in pictures]
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=round(1000 / RATE), loop=0, optimize=False)
    return path.stat().st_size


if __name__ == "__main__":
    main(tuple(sys.argv[1:]) or SHOWN)
