"""Rigs, device presets and the import of KITTI calibration files."""

import numpy as np
import pytest

from avsynth.catalog import kitti_calibration
from avsynth.catalog.rigs import load_rig, rig_from_kitti_calibration, rig_names, rig_yaml
from avsynth.core.errors import ConfigError
from avsynth.core.frames import Pose
from avsynth.core.seed import Stream
from avsynth.datatypes.calibration import OPTICAL_FROM_SENSOR


@pytest.fixture
def matrices():
    """A calibration like KITTI's, with other numbers."""
    rotation = Pose.euler((0, 0, 0), 0.004, -0.008, 0.011).rotation
    projections = {
        f"P{k}": np.array([[715.0, 0.0, 610.5, 700.0 * b], [0.0, 715.0, 174.5, 0.3], [0.0, 0.0, 1.0, 0.003]])
        for k, b in enumerate((0.0, -0.54, 0.06, -0.47))
    }
    return projections | {
        "R0_rect": Pose.euler((0, 0, 0), 0.009, -0.004, 0.007).rotation,
        "Tr_velo_to_cam": np.column_stack([OPTICAL_FROM_SENSOR @ rotation, [-0.01, -0.07, -0.28]]),
        "Tr_imu_to_velo": np.column_stack([Pose.euler((0, 0, 0), 0.001, 0.002, 0.015).rotation, [-0.81, 0.32, -0.8]]),
    }


@pytest.fixture
def calibration_file(tmp_path, matrices):
    path = tmp_path / "000042.txt"
    path.write_text("\n".join(f"{n}: {' '.join(f'{v:.12e}' for v in m.ravel())}" for n, m in matrices.items()) + "\n\n")
    return path


@pytest.mark.parametrize("name", rig_names())
def test_every_rig_that_comes_with_avsynth_loads(name):
    rig = load_rig(name)

    assert len({sensor.name for sensor in rig.sensors}) == len(rig.sensors) > 0


def test_the_kitti_rig_has_its_lidar_camera_and_radar():
    rig = load_rig("kitti")

    assert [(s.name, s.kind) for s in rig.sensors] == [
        ("velodyne", "lidar_spinning"),
        ("image_2", "camera_pinhole"),
        ("radar_front", "radar_fmcw"),
    ]
    lidar, camera, _ = rig.sensors
    assert (lidar.mount.x, lidar.mount.y, lidar.mount.z) == pytest.approx((0.76, 0.0, 1.73), abs=0.005)
    assert camera.mount.z == pytest.approx(1.65, abs=0.02)
    assert (camera.fx, camera.cx, camera.width) == (721.5377, 609.5593, 1242)


def test_a_calibration_file_comes_back_number_by_number(calibration_file, matrices):
    rig = rig_from_kitti_calibration(calibration_file)

    for name, matrix in matrices.items():
        assert rig.calibration[name] == pytest.approx(matrix, rel=1e-11, abs=1e-12)


def test_sensors_stand_where_the_matrices_put_them(calibration_file, matrices):
    """A point seen by the LiDAR lands on the pixel that P2 · R0_rect · Tr_velo_to_cam gives."""
    rig = rig_from_kitti_calibration(calibration_file)
    lidar, camera = rig.sensors[0].calibration(), rig.sensors[1].calibration()
    points = Stream(1).rng().uniform((5, -4, -2), (40, 4, 2), (50, 3))

    camera_from_lidar = camera.ego_from_sensor.inverse() @ lidar.ego_from_sensor
    pixels = camera.intrinsics.project(camera_from_lidar.points(points))

    rectified = matrices["R0_rect"] @ (matrices["Tr_velo_to_cam"] @ np.column_stack([points, np.ones(50)]).T)
    expected = matrices["P2"] @ np.vstack([rectified, np.ones(50)])
    assert pixels == pytest.approx((expected[:2] / expected[2]).T, abs=1e-6)


def test_mounts_are_level_with_the_cameras_and_orthonormal(matrices):
    for pose in (kitti_calibration.ego_from_velodyne(matrices), kitti_calibration.ego_from_camera(matrices, "P2")):
        assert pose.rotation @ pose.rotation.T == pytest.approx(np.eye(3), abs=1e-7)
    camera_down = kitti_calibration.ego_from_camera(matrices, "P2").directions(np.array([0.0, 0.0, 1.0]))
    assert camera_down == pytest.approx([0.0, 0.0, 1.0], abs=1e-7)


def test_a_rig_survives_writing_and_reading(calibration_file, tmp_path):
    rig = rig_from_kitti_calibration(calibration_file)
    path = tmp_path / "mine.yaml"
    path.write_text(rig_yaml(rig))

    again = load_rig(str(path))

    assert again.sensors == rig.sensors
    assert all(np.array_equal(again.calibration[name], rig.calibration[name]) for name in rig.calibration)


def test_a_device_preset_is_overridden_by_what_the_rig_says(tmp_path):
    path = tmp_path / "two.yaml"
    path.write_text(
        "sensors:\n- {name: top, device: vlp_16, drop: 0.25, mount: {z: 2 m}}\n- {name: low, device: hdl_32e}\n"
    )

    top, low = load_rig("two.yaml", relative_to=tmp_path).sensors

    assert (len(top.beams), top.drop, top.mount.z, len(low.beams), low.rate) == (16, 0.25, 2.0, 32, 20.0)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda lines: lines[:2], r"000042.txt: rows P2, P3, R0_rect, Tr_velo_to_cam, Tr_imu_to_velo missing"),
        (lambda lines: [lines[0][:60], *lines[1:]], r"000042.txt:1: P0 has \d+ numbers; it needs 12"),
        (lambda lines: ["P0: " + "x " * 12, *lines[1:]], r"000042.txt:1: P0: 'x' is no number"),
        (
            lambda lines: [*lines[:5], "Tr" + lines[5][7:]],
            r"000042.txt:6: unknown row 'Tr_to_cam'.*did you mean 'Tr_velo",
        ),
        (lambda lines: ["hello world"], r"000042.txt:1: expected 'name: numbers'"),
        (lambda lines: [*lines[:4], "R0_rect: " + "0.5 " * 9, *lines[5:]], r"R0_rect is no rotation"),
        (lambda lines: ["P0: " + "0 " * 12, *lines[1:]], r"P0 has no positive focal lengths"),
        (lambda lines: ["P0: " + "nan " * 12, *lines[1:]], r"P0 holds a number that is not finite"),
    ],
)
def test_a_wrong_calibration_file_is_refused_in_one_sentence(calibration_file, change, says):
    calibration_file.write_text("\n".join(change(calibration_file.read_text().splitlines())))

    with pytest.raises(ConfigError, match=says) as caught:
        rig_from_kitti_calibration(calibration_file)

    assert "\n" not in str(caught.value)


def test_a_missing_calibration_file_is_named(tmp_path):
    with pytest.raises(ConfigError, match=r"nowhere.txt: no readable KITTI calibration file: No such file"):
        rig_from_kitti_calibration(tmp_path / "nowhere.txt")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("sensors:\n- {name: top, device: vlp16}\n", r"rig.yaml:2: unknown device 'vlp16'; did you mean 'vlp_16'"),
        ("sensors:\n- {name: top, kind: lidar}\n", r"rig.yaml:2: sensors\[0\] 'top': unknown sensor 'lidar'"),
        ("sensors:\n- {name: top}\n", r"rig.yaml:2: sensors\[0\] 'top': needs a device"),
        ("sensors:\n- {device: vlp_16}\n", r"rig.yaml:2: sensors\[0\] needs a name"),
        ("sensor: []\n", r"a rig needs a list 'sensors:'"),
        ("sensors: []\nsensor: []\n", r"rig.yaml:2: unknown field 'sensor'; did you mean 'sensors'"),
        ("sensors:\n- name: top\n  device: vlp_16\n  drop: 2\n", r"rig.yaml:4: sensors\[0\] 'top': drop = 2"),
        (
            "sensors:\n- name: top\n  device: vlp_16\n  droop: 2\n",
            r"rig.yaml:4: .*unknown field 'droop'; did you mean 'drop'",
        ),
        (
            "sensors:\n- name: top\n  device: vlp_16\n  mount:\n    z: 2 s\n",
            r"rig.yaml:5: sensors\[0\] 'top': mount.z = '2 s': '2 s' is a quantity of time; expected length",
        ),
        (
            "sensors:\n- {name: a, device: vlp_16}\n- {name: a, device: vlp_16}\n",
            r"rig.yaml:3: two sensors are named 'a'; rename one",
        ),
        ("sensors:\n- {name: top, device: vlp_16, mount: calibration}\n", r"needs 'calibration:' rows in the rig"),
        ("calibration: {P0: [1, 2]}\nsensors: []\n", r"rig.yaml:1: calibration: P0 needs 12 numbers"),
        ("sensors: [\n", r"rig.yaml:2: not readable as YAML"),
    ],
)
def test_a_wrong_rig_is_refused_with_file_line_and_what_is_allowed(tmp_path, text, says):
    (tmp_path / "rig.yaml").write_text(text)

    with pytest.raises(ConfigError, match=says) as caught:
        load_rig("rig.yaml", relative_to=tmp_path)

    assert "\n" not in str(caught.value)


def test_an_unknown_rig_gets_a_near_name():
    with pytest.raises(ConfigError, match="unknown sensor rig 'kiti'; did you mean 'kitti'"):
        load_rig("kiti")
