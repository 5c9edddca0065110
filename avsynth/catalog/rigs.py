"""Rigs: the sensors of a vehicle, read from YAML. A sensor names a device preset and adds or overrides fields."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from pydantic import ValidationError

from avsynth.catalog import kitti_calibration
from avsynth.catalog.yaml_files import content, flow, place_in
from avsynth.contracts.sensor import SENSORS, Sensor
from avsynth.core.config import explain
from avsynth.core.errors import ConfigError, did_you_mean
from avsynth.core.frames import Pose
from avsynth.core.paths import assets

#: Folders of device presets below the assets.
DEVICE_FOLDERS = ("lidars", "radars", "cameras")
#: What a sensor says instead of numbers if the rig's calibration places it.
BY_CALIBRATION = "calibration"
RIG_FIELDS = ("name", "calibration", "sensors")


@dataclass(frozen=True, slots=True, eq=False)
class Rig:
    """The sensors of a vehicle.

    Parameters
    ----------
    name : str
    sensors : tuple of Sensor
        In the order in which they are listed; names are unique.
    calibration : mapping of row name to float64 matrix
        The seven matrices of the KITTI calibration file that places the sensors; empty if there is none.
    entries : tuple of mapping
        The sensors as written, for writing them again.
    """

    name: str
    sensors: tuple[Sensor, ...]
    calibration: Mapping[str, np.ndarray] = field(default_factory=dict)
    entries: tuple[Mapping[str, object], ...] = ()

    @property
    def digest(self) -> str:
        """sha256 of everything that shapes the data: all fields of all sensors, and the calibration."""
        rows = {name: matrix.tolist() for name, matrix in self.calibration.items()}
        meaning = [[sensor.model_dump(mode="json") for sensor in self.sensors], rows]
        return hashlib.sha256(json.dumps(meaning, sort_keys=True).encode()).hexdigest()


def rig_names() -> list[str]:
    """Return the names of the rigs that come with avsynth."""
    return sorted(path.stem for path in (assets() / "rigs").glob("*.yaml"))


def device_names() -> list[str]:
    """Return the names of the device presets that come with avsynth."""
    return sorted(path.stem for folder in DEVICE_FOLDERS for path in (assets() / folder).glob("*.yaml"))


def rig_path(name: str, relative_to: Path | None = None) -> Path:
    """Return the file of a rig: a name of `rig_names`, or a path from `relative_to`; ConfigError if there is none."""
    if name.endswith((".yaml", ".yml")):
        path = (relative_to or Path()) / name
        if not path.is_file():
            raise ConfigError(f"no sensor rig at {path}; rigs that come with avsynth: {', '.join(rig_names())}")
        return path
    if name not in rig_names():
        hint = did_you_mean(name, rig_names()) or f"; known: {', '.join(rig_names())}; or give the path of a .yaml file"
        raise ConfigError(f"unknown sensor rig {name!r}{hint}")
    return assets() / "rigs" / f"{name}.yaml"


def load_rig(name: str, relative_to: Path | None = None) -> Rig:
    """Return the rig of a preset name or of a YAML file; raise ConfigError with file, line and what is allowed."""
    path = rig_path(name, relative_to)
    found = content(path)
    if not isinstance(found, dict) or not isinstance(found.get("sensors"), list):
        raise ConfigError(f"{path}: a rig needs a list 'sensors:', each with a name and a device or kind")
    for key in found:
        if key not in RIG_FIELDS:
            hint = did_you_mean(str(key), RIG_FIELDS) or f"; known: {', '.join(RIG_FIELDS)}"
            raise ConfigError(f"{place_in(path, (key,))}: unknown field {key!r}{hint}")
    matrices = _calibration(path, found.get("calibration"))
    sensors = tuple(_sensor(path, number, entry, matrices) for number, entry in enumerate(found["sensors"]))
    names = [sensor.name for sensor in sensors]
    for number, repeated in enumerate(names):
        if repeated in names[:number]:
            place = place_in(path, ("sensors", number, "name"))
            raise ConfigError(f"{place}: two sensors are named {repeated!r}; rename one")
    return Rig(str(found.get("name", path.stem)), sensors, matrices, tuple(found["sensors"]))


def rig_of(rig: str | Sequence[Mapping[str, object]], relative_to: Path | None = None) -> Rig:
    """Return the rig of a preset name or YAML file, or of sensors that are listed as in a rig file."""
    return (
        load_rig(rig, relative_to) if isinstance(rig, str) else Rig("listed", tuple(map(_listed, rig)), {}, tuple(rig))
    )


def _listed(entry: Mapping[str, object]) -> Sensor:
    """Return a sensor that a scene lists: its device below its own fields."""
    own = {key: value for key, value in entry.items() if key != "device"}
    where = f"sensor {entry['name']!r}"
    if "device" not in entry:
        return SENSORS.build(own, where)
    device = load_device(str(entry["device"]), str(entry["name"]))
    return type(device).read({**device.model_dump(), **own}, where)


def load_device(device: str, name: str) -> Sensor:
    """Return the sensor of a device preset, called `name`, as it is; raise ConfigError if there is none."""
    for folder in DEVICE_FOLDERS:
        path = assets() / folder / f"{device}.yaml"
        if path.is_file():
            return SENSORS.build({"name": name, **content(path)}, str(path))
    hint = did_you_mean(device, device_names()) or f"; known: {', '.join(device_names())}"
    raise ConfigError(f"unknown device {device!r}{hint}")


def rig_from_kitti_calibration(path: Path, template: str = "kitti") -> Rig:
    """Return the rig `template` with its sensors where a KITTI calibration file puts them."""
    matrices = kitti_calibration.read_calibration(Path(path))
    source = rig_path(template)
    entries = content(source)["sensors"]
    sensors = tuple(_sensor(source, number, entry, matrices) for number, entry in enumerate(entries))
    return Rig(f"{template}_{Path(path).stem}", sensors, matrices, tuple(entries))


def rig_yaml(rig: Rig) -> str:
    """Return the YAML text from which `load_rig` makes `rig` again."""
    lines = ["# Sensor rig of avsynth.", f"name: {rig.name}"]
    if rig.calibration:
        lines.append("calibration:  # the rows of a KITTI calibration file; they place what says 'mount: calibration'")
        lines += [f"  {name}: {flow(matrix.ravel().tolist())}" for name, matrix in rig.calibration.items()]
    return "\n".join([*lines, "sensors:", *(f"  - {flow(entry)}" for entry in rig.entries)]) + "\n"


def _sensor(path: Path, number: int, entry: object, matrices: Mapping[str, np.ndarray]) -> Sensor:
    """Return the sensor of one entry of a rig: its device preset below its own fields."""
    spot = ("sensors", number)
    if not isinstance(entry, dict) or "name" not in entry:
        raise ConfigError(f"{place_in(path, spot)}: sensors[{number}] needs a name, such as 'name: top'")
    where = f"{place_in(path, spot)}: sensors[{number}] {entry['name']!r}"
    own = {key: value for key, value in entry.items() if key != "device"}
    device_path = _device_path(entry["device"], path, spot) if "device" in entry else None
    preset = content(device_path) if device_path else {}
    values = {**preset, **own}
    if "kind" not in values:
        known = f"a device ({', '.join(device_names())}) or a kind ({', '.join(SENSORS.names())})"
        raise ConfigError(f"{where}: needs {known}")
    if values.get("mount") == BY_CALIBRATION:
        values |= _placed(values, matrices, where)
    kind = SENSORS.get(values["kind"], where)
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        spot_of_field = tuple(error.errors(include_url=False)[0]["loc"])
        in_preset = device_path is not None and spot_of_field and spot_of_field[0] not in own
        place = place_in(device_path, spot_of_field) if in_preset else place_in(path, spot + spot_of_field)
        raise ConfigError(explain(error, kind, f"{place}: sensors[{number}] {entry['name']!r}")) from None


def _device_path(device: object, rig: Path, spot: tuple[str | int, ...]) -> Path:
    """Return the file of a device preset: a name that comes with avsynth, or a path beside the rig."""
    beside = rig.parent / str(device)
    if str(device).endswith((".yaml", ".yml")) and beside.is_file():
        return beside
    for folder in DEVICE_FOLDERS:
        path = assets() / folder / f"{device}.yaml"
        if path.is_file():
            return path
    hint = did_you_mean(str(device), device_names()) or f"; known: {', '.join(device_names())}"
    raise ConfigError(f"{place_in(rig, (*spot, 'device'))}: unknown device {device!r}{hint}")


def _calibration(path: Path, rows: object) -> Mapping[str, np.ndarray]:
    """Return the matrices of the ``calibration:`` block of a rig; empty if it has none."""
    if rows is None:
        return {}
    if not isinstance(rows, dict):
        known = ", ".join(kitti_calibration.SHAPES)
        raise ConfigError(f"{place_in(path, ('calibration',))}: 'calibration' must hold the rows {known}")
    found = {name: _matrix(path, name, row) for name, row in rows.items()}
    missing = [name for name in kitti_calibration.SHAPES if name not in found]
    if missing:
        raise ConfigError(f"{place_in(path, ('calibration',))}: 'calibration' lacks the rows {', '.join(missing)}")
    return {name: found[name] for name in kitti_calibration.SHAPES}


def _matrix(path: Path, name: str, row: object) -> np.ndarray:
    """Return one row of a ``calibration:`` block as a matrix; raise ConfigError with its line if it cannot be one."""
    try:
        return kitti_calibration.checked(name, row, "calibration")
    except ConfigError as error:
        raise ConfigError(f"{place_in(path, ('calibration', name))}: {error}") from None


def _placed(values: Mapping[str, object], matrices: Mapping[str, np.ndarray], where: str) -> dict[str, object]:
    """Return the mount (and for a camera the projection) that the rig's calibration gives a sensor."""
    if not matrices:
        raise ConfigError(f"{where}: 'mount: {BY_CALIBRATION}' needs 'calibration:' rows in the rig; or give x, y, z")
    if values["kind"].startswith("lidar"):
        return {"mount": _mount(kitti_calibration.ego_from_velodyne(matrices))}
    projection = f"P{str(values['name'])[-1]}"
    if not values["kind"].startswith("camera") or projection not in matrices:
        raise ConfigError(
            f"{where}: KITTI's calibration places LiDARs and cameras image_0 to image_3 only; give x, y, z instead"
        )
    pose = kitti_calibration.ego_from_camera(matrices, projection)
    return {"mount": _mount(pose), **kitti_calibration.intrinsics(matrices, projection)}


def _mount(pose: Pose) -> dict[str, object]:
    """Return the fields of a Mount at `pose`."""
    x, y, z = (float(v) for v in pose.translation)
    return {"x": x, "y": y, "z": z, "rotation": tuple(tuple(float(v) for v in row) for row in pose.rotation)}
