"""What every sensor promises, for every kind and every device preset."""

import numpy as np
import pytest
from analytic import AnalyticTracer, Panel, Plane, material_table, scene_of, world_of

from avsynth.catalog.rigs import device_names, load_device
from avsynth.contracts import SENSORS
from avsynth.core.frames import Pose
from avsynth.core.seed import Stream
from avsynth.datatypes.measurement import CameraImage

TABLE = material_table(
    road={"lidar_reflectance": 0.11, "roughness": 0.85, "variation": 0.2, "grain": 0.02, "radar_reflectivity": 0.14},
    car={"lidar_reflectance": 0.4, "roughness": 0.3, "lidar_specular": 0.04},
)
SHAPES = (Plane("road"), Panel("car", centre=(12.0, 0.5, 0.8), half=(0.9, 1.2), velocity=(3.0, 1.0, 0.0)))


def _sensors():
    """Every kind with its defaults, and every device preset."""
    for kind in SENSORS:
        yield kind.__name__, kind(name="under_test")
    for device in device_names():
        yield device, load_device(device, "under_test")


SMALL = {"camera_pinhole": {"width": 64, "height": 24, "fx": 40.0, "fy": 40.0, "cx": 32.0, "cy": 12.0}}
CASES = [pytest.param(sensor.model_copy(update=SMALL.get(sensor.kind, {})), id=name) for name, sensor in _sensors()]


def _arrays(measurement):
    return {name: getattr(measurement, name) for name in measurement.__slots__}


def _sense(sensor, shapes=SHAPES, seed=1, **ego):
    ego.setdefault("ego", Pose.planar(0, 0, 0, 0))
    scene, tracer = world_of(*shapes, materials=TABLE, velocity=(8.0, 0.0, 0.0), **ego)
    return sensor.model_copy(update={"mount": sensor.mount.model_copy(update={"x": 0.8, "z": 1.7})}).sense(
        scene, tracer, Stream(seed)
    )


@pytest.mark.parametrize("sensor", CASES)
def test_the_same_stream_gives_the_same_bytes(sensor):
    first, again = _arrays(_sense(sensor)), _arrays(_sense(sensor))

    assert all(first[name].tobytes() == again[name].tobytes() for name in first)


@pytest.mark.parametrize("sensor", CASES)
def test_another_stream_gives_other_noise(sensor):
    first, other = _arrays(_sense(sensor)), _arrays(_sense(sensor, seed=2))

    assert any(first[name].tobytes() != other[name].tobytes() for name in first)


@pytest.mark.parametrize("sensor", CASES)
def test_measurements_are_finite_locked_and_owned_by_objects_of_the_scene(sensor):
    measurement = _sense(sensor)

    for name, values in _arrays(measurement).items():
        assert not values.flags.writeable
        if name != "depth":
            assert np.all(np.isfinite(values)), name
    owners = np.unique(measurement.instance)
    assert set(owners) <= {-1, 1, 2} and 2 in owners


@pytest.mark.parametrize("sensor", CASES)
def test_an_empty_scene_gives_an_empty_measurement(sensor):
    measurement = _sense(sensor, shapes=())

    if isinstance(measurement, CameraImage):
        assert np.all(measurement.instance == -1) and np.all(np.isinf(measurement.depth))
    else:
        assert len(measurement) == 0


@pytest.mark.parametrize("sensor", CASES)
def test_rays_keep_to_the_time_span_that_the_sensor_states(sensor):
    scene, tracer = world_of(*SHAPES, materials=TABLE)

    sensor.sense(scene, tracer, Stream(1))

    first, last = sensor.time_span()
    times = np.concatenate([rays.time_offset for rays in tracer.asked])
    assert first - 1e-12 <= times.min() and times.max() <= last + 1e-12


@pytest.mark.parametrize("sensor", CASES)
def test_a_sensor_survives_a_round_trip_through_plain_values(sensor):
    again = SENSORS.build(sensor.model_dump(mode="json"), "round trip")

    assert again == sensor


@pytest.mark.parametrize("kind", list(SENSORS), ids=lambda kind: kind.__name__)
def test_every_field_is_described_with_its_unit(kind):
    for name, field in kind.model_fields.items():
        if name == "kind":
            continue
        assert field.description, name
        dimension = kind.dimension_of(name)
        assert dimension is None or "[" in field.description, f"{name}: {field.description}"


def test_a_scene_turned_with_its_sensor_gives_the_same_data():
    turn = Pose.planar(0, 0, 0, 0.7)
    sensor = SENSORS.get("lidar_spinning")(name="top")

    def turned(pose):
        normal, centre = pose.directions(np.array([-1.0, 0.0, 0.0])), pose.points(np.array([9.0, 1.0, 1.0]))
        shapes = (
            Plane("road"),
            Plane(
                "car",
                point=tuple(centre),
                normal=tuple(normal),
                velocity=tuple(pose.directions(np.array([-2.0, 0, 0]))),
            ),
        )
        scene = scene_of(shapes, ego=pose, velocity=tuple(pose.directions(np.array([8.0, 0.0, 0.0]))), spin=0.3)
        return sensor.model_copy(update={"mount": sensor.mount.model_copy(update={"z": 1.7})}).sense(
            scene, AnalyticTracer(shapes, material_table(road={}, car={})), Stream(5)
        )

    straight, rotated = turned(Pose.identity()), turned(turn)

    assert len(straight) == len(rotated) > 1000
    assert np.abs(straight.xyz - rotated.xyz).max() < 0.0025  # one step of the range grid
    assert np.mean(np.abs(straight.xyz - rotated.xyz) > 1e-4) < 1e-3  # and that only where rounding tips over
