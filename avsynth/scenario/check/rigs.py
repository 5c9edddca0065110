"""Checks of the sensors: whether the rig exists, and the sensors that the scene lists itself."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from avsynth.contracts import SENSORS
from avsynth.core.errors import did_you_mean
from avsynth.core.paths import assets
from avsynth.scenario import syntax
from avsynth.scenario.problems import Position

if TYPE_CHECKING:
    from avsynth.scenario.check.context import Context


def sensors_of(context: Context) -> list[str]:
    """Return the names of the ego's sensors; empty if they cannot be known."""
    rig = context.template.rig
    if isinstance(rig, syntax.Items):
        calls = [item for item in rig.items if isinstance(item, syntax.Invocation) and item.arguments]
        return [sensor_name(call) for call in calls]
    path = rig_file(context.template.source, rig)
    return list(_names_in(path)) if path else []


def sensor_name(node: syntax.Invocation) -> str:
    """Return the name of a sensor that the scene lists: ``lidar(top)`` is ``lidar_top``."""
    return f"{node.function}_{syntax.written(node.arguments[0]).strip(chr(34))}"


def rig_file(source: str, rig: str) -> Path | None:
    """Return the file of a rig: one that comes with avsynth, or a path from the scene; None if there is none."""
    candidates = (assets() / "rigs" / f"{rig}.yaml", Path(source).parent / rig, Path(rig))
    return next((path for path in candidates if path.is_file()), None)


def preset_rigs() -> list[str]:
    """Return the names of the rigs that come with avsynth."""
    return sorted(path.stem for path in (assets() / "rigs").glob("*.yaml"))


def check_rig(context: Context) -> None:
    """Add a problem if the rig does not exist."""
    template = context.template
    if isinstance(template.rig, syntax.Items):
        return
    known = preset_rigs()
    if not known or rig_file(template.source, template.rig):
        return
    at = template.rig_at if template.rig_at.line else Position(template.source, 1, 1)
    context.problem(
        at,
        "AVS211",
        f"there is no sensor rig '{template.rig}'",
        f"one of: {', '.join(known)}, or the path of a YAML file",
        did_you_mean(template.rig, known),
    )


def check_model(context: Context, sensor: syntax.Invocation) -> None:
    """Add a problem if ``lidar(top, model: "vlp_16")`` names neither a device nor the second part of a kind."""
    model = sensor.named.get("model")
    if not isinstance(model, syntax.Quoted):
        return
    family = sensor.function.partition("_")[0]
    kinds = [kind.partition("_")[2] for kind in SENSORS.names() if kind.startswith(f"{family}_")]
    known = sorted(kinds + [path.stem for path in (assets() / f"{family}s").glob("*.yaml")])
    if model.text not in known:
        expected, hint = f"one of: {', '.join(known)}", did_you_mean(model.text, known)
        context.problem(model.at, "AVS215", f"{family} has no model '{model.text}'", expected, hint)


@lru_cache(maxsize=16)
def _names_in(path: Path) -> tuple[str, ...]:
    """Return the names of the sensors of a rig file; empty if it is no rig, which is told when it is read."""
    from ruamel.yaml import YAML, YAMLError  # 60 ms that scenes without such names need not wait for

    try:
        content = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
        return tuple(str(entry["name"]) for entry in content["sensors"])
    except (YAMLError, OSError, UnicodeDecodeError, KeyError, TypeError):
        return ()
