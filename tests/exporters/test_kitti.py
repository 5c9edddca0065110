"""The files of a KITTI folder, read back the way KITTI's readers do."""

import json
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from avsynth.contracts import EXPORTERS
from avsynth.core.errors import DatasetError
from avsynth.core.frames import Pose, rotation_about
from avsynth.datatypes.calibration import OPTICAL_FROM_SENSOR
from avsynth.datatypes.category import Category
from avsynth.exporters._kitti_calibration import ROWS, calibration_text
from avsynth.exporters.kitti import Kitti

REAL = Path(__file__).resolve().parents[3] / "shared/real/kitti/training"


def files_of(frame, number=0, **settings):
    return dict(Kitti(**settings).frame_files(frame, number))


def calibration_of(content: bytes) -> dict[str, np.ndarray]:
    rows = dict(line.split(": ") for line in content.decode().splitlines())
    return {key: np.array(row.split(" "), dtype=float).reshape(ROWS[key]) for key, row in rows.items()}


def made_calibration() -> dict[str, np.ndarray]:
    """Return seven rows like those of a real drive, with numbers of our own."""
    rng = np.random.default_rng(11)
    tilt = [rotation_about(rng.normal(size=3), angle) for angle in (0.004, 0.008, 0.006)]
    matrix = np.array([[713.2518, 0.0, 603.771], [0.0, 713.2518, 178.6124], [0.0, 0.0, 1.0]])
    shifts = [[0.0, 0.0, 0.0], [-384.113, 0.0, 0.0], [44.57831, 0.2163791, 0.002745884], [-331.7, 2.119, 0.0027]]
    cameras = {f"P{k}": np.column_stack([matrix, shift]) for k, shift in enumerate(shifts)}
    return cameras | {
        "R0_rect": tilt[0],
        "Tr_velo_to_cam": np.column_stack([tilt[1] @ OPTICAL_FROM_SENSOR, [-0.0041, -0.0763, -0.2718]]),
        "Tr_imu_to_velo": np.column_stack([tilt[2], [-0.8087, 0.3196, -0.7997]]),
    }


def test_the_folder_has_the_files_that_readers_look_for(make_frame):
    assert [name.split("/")[1] for name in files_of(make_frame(), 12)] == [
        "velodyne",
        "image_2",
        "calib",
        "label_2",
        "velodyne_labels",
        "velodyne_extra",
        "radar",
        "labels_native",
    ]
    assert all("/000012." in name for name in files_of(make_frame(), 12))


def test_the_sweep_is_x_y_z_intensity_in_file_order(make_frame):
    frame = make_frame()
    cloud = frame.measurements["velodyne"]

    rows = np.frombuffer(files_of(frame)["training/velodyne/000000.bin"], "<f4").reshape(-1, 4)

    np.testing.assert_array_equal(rows[:, :3], cloud.xyz)
    np.testing.assert_array_equal(rows[:, 3], cloud.intensity)


def test_point_labels_split_into_category_and_id(make_frame):
    frame = make_frame()
    cloud = frame.measurements["velodyne"]

    labels = np.frombuffer(files_of(frame)["training/velodyne_labels/000000.label"], "<u4")

    np.testing.assert_array_equal(labels & 0xFFFF, cloud.category)
    np.testing.assert_array_equal((labels >> 16).astype(int) - 1, cloud.instance)


def test_point_extras_are_time_and_ring(make_frame):
    frame = make_frame()
    cloud = frame.measurements["velodyne"]

    extra = np.frombuffer(files_of(frame)["training/velodyne_extra/000000.bin"], [("time", "<f4"), ("ring", "<u2")])

    np.testing.assert_array_equal(extra["time"], cloud.time_offset)
    np.testing.assert_array_equal(extra["ring"], cloud.ring)


def test_an_object_id_too_large_for_a_point_label_is_refused(make_frame):
    frame = make_frame()
    cloud = frame.measurements["velodyne"]
    crowded = replace(cloud, instance=np.full(len(cloud), 65535))

    with pytest.raises(DatasetError, match="65535"):
        files_of(replace(frame, measurements={**frame.measurements, "velodyne": crowded}))


def test_the_image_is_an_8_bit_rgb_png_of_the_same_pixels(make_frame):
    frame = make_frame()

    content = files_of(frame)["training/image_2/000000.png"]

    bit_depth, colour_type = content[24], content[25]  # of the PNG header; 2 is RGB
    assert (bit_depth, colour_type) == (8, 2)
    bgr = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_UNCHANGED)
    np.testing.assert_array_equal(bgr[:, :, ::-1], frame.measurements["camera"].rgb)


def test_radar_rows_hold_positions_decibels_and_velocities(make_frame):
    frame = make_frame()
    targets = frame.measurements["radar"]

    rows = np.frombuffer(files_of(frame)["training/radar/000000.bin"], "<f4").reshape(-1, 7)

    np.testing.assert_allclose(rows[:, :3], targets.xyz, rtol=1e-6)
    np.testing.assert_allclose(rows[:, 3], 10.0)  # 10 m²
    np.testing.assert_array_equal(rows[:, 4], targets.radial_velocity)
    np.testing.assert_allclose(rows[:, 6], 20.0)  # a power ratio of 100


def test_a_target_that_stands_still_has_no_compensated_velocity(make_frame):
    frame = make_frame()
    targets = frame.measurements["radar"]
    world_from_radar = frame.world_from_ego @ frame.calibrations["radar"].ego_from_sensor
    lever = world_from_radar.translation - frame.world_from_ego.translation
    velocity = frame.ego_velocity + np.cross(frame.ego_angular_velocity, lever)
    towards = world_from_radar.directions(targets.xyz) / targets.range[:, None]
    standing = replace(targets, radial_velocity=-(towards @ velocity))

    frame = replace(frame, measurements={**frame.measurements, "radar": standing})
    rows = np.frombuffer(files_of(frame)["training/radar/000000.bin"], "<f4").reshape(-1, 7)

    assert np.abs(rows[:, 4]).max() > 5.0
    np.testing.assert_allclose(rows[:, 5], 0.0, atol=1e-5)


def test_without_the_ego_velocity_compensated_velocities_are_not_numbers(make_frame):
    rows = np.frombuffer(files_of(make_frame(ego_velocity=None))["training/radar/000000.bin"], "<f4").reshape(-1, 7)

    assert np.isnan(rows[:, 5]).all()
    assert np.isfinite(np.delete(rows, 5, axis=1)).all()


def test_a_rig_without_radar_has_no_radar_file(make_frame):
    frame = make_frame()
    measurements = {name: one for name, one in frame.measurements.items() if name != "radar"}

    assert not any("radar" in name for name in files_of(replace(frame, measurements=measurements)))


def test_the_calibration_of_the_rig_is_written_to_12_digits_in_the_order_of_kitti(make_frame):
    rows = made_calibration()

    text = files_of(make_frame(rig={"calibration": rows}))["training/calib/000000.txt"]

    assert [line.split(":")[0] for line in text.decode().splitlines()] == list(ROWS)
    for key, row in calibration_of(text).items():
        np.testing.assert_allclose(row, rows[key], rtol=1e-12, atol=0)


@pytest.mark.skipif(not REAL.is_dir(), reason="no real frames here")
def test_a_real_calibration_file_comes_out_as_it_went_in():
    content = (REAL / "calib/000001.txt").read_bytes()

    assert calibration_text(calibration_of(content.strip())) == content.strip() + b"\n"


def test_a_derived_calibration_projects_as_the_camera_does(make_frame):
    frame = make_frame()
    points = np.array([[20.0, 3.0, -1.0], [8.0, -2.0, 0.3]])  # LiDAR frame

    rows = calibration_of(files_of(frame)["training/calib/000000.txt"])
    rectified = rows["R0_rect"] @ rows["Tr_velo_to_cam"] @ np.column_stack([points, np.ones(2)]).T
    homogeneous = rows["P2"] @ np.vstack([rectified, np.ones(2)])

    camera, lidar = frame.calibrations["camera"], frame.calibrations["velodyne"]
    in_camera = (camera.ego_from_sensor.inverse() @ lidar.ego_from_sensor).points(points)
    np.testing.assert_allclose((homogeneous[:2] / homogeneous[2]).T, camera.intrinsics.project(in_camera), rtol=1e-9)


def test_rotations_are_orthonormal_to_a_millionth(make_frame):
    for rig in ({"calibration": None}, {"calibration": made_calibration()}):
        rows = calibration_of(files_of(make_frame(rig=rig))["training/calib/000000.txt"])
        for key in ("R0_rect", "Tr_velo_to_cam", "Tr_imu_to_velo"):
            np.testing.assert_allclose(rows[key][:, :3] @ rows[key][:, :3].T, np.eye(3), atol=1e-6)


def test_a_calibration_with_a_missing_row_is_refused(make_frame):
    rows = {key: row for key, row in made_calibration().items() if key != "P3"}

    with pytest.raises(DatasetError, match="lacks P3"):
        files_of(make_frame(rig={"calibration": rows}))


def test_labels_are_where_the_points_are(make_frame):
    """Each box, read with the calibration file, holds the points that carry its id."""
    frame = make_frame(rig={"calibration": made_calibration()})
    files = files_of(frame, minimum_height=0.0, minimum_visibility=0.0, maximum_truncation=1.0)
    rows = calibration_of(files["training/calib/000000.txt"])
    points = frame.measurements["velodyne"]
    rectified = (rows["R0_rect"] @ rows["Tr_velo_to_cam"] @ np.column_stack([points.xyz, np.ones(len(points))]).T).T

    lines = [line.split(" ") for line in files["training/label_2/000000.txt"].decode().splitlines()]
    boxed = [label for label in frame.labels if "camera" in label.views]

    assert len(lines) == len(boxed) > 2
    for line, label in zip(lines, boxed, strict=True):
        height, width, length, x, y, z, rotation_y = map(float, line[8:15])
        turned = rotation_about((0.0, 1.0, 0.0), -rotation_y) @ (rectified[points.instance == label.id] - [x, y, z]).T
        margin = 0.02 + 0.01 * length  # of rounding, and of the camera's tilt against the upright box
        assert np.all(np.abs(turned[0]) < length / 2 + margin)
        assert np.all(np.abs(turned[2]) < width / 2 + margin)
        assert np.all((turned[1] < margin) & (turned[1] > -height - margin))


def test_the_native_document_tells_how_road_users_meet_and_nothing_of_what_never_happens(make_frame):
    frame = make_frame()
    document = json.loads(files_of(frame)["training/labels_native/000000.json"])

    assert document["ego_id"] == frame.ego_id
    assert [pair["second"] for pair in document["encounters"]] == frame.encounters.second.tolist()
    assert [pair["ttc"] for pair in document["encounters"]] == [*frame.encounters.ttc.tolist()[:-1], None]
    assert document["encounters"][2]["rss_lat"] == frame.encounters.rss_lat[2]


def test_the_native_document_tells_all_labels_of_all_sensors(make_frame):
    frame = make_frame()

    document = json.loads(files_of(frame)["training/labels_native/000000.json"])

    assert [label["id"] for label in document["labels"]] == [1, 2, 3, 4, 5, 6]
    assert document["labels"][2]["category"] == "bus"
    assert document["labels"][4]["views"] == {}
    assert document["labels"][4]["points"] == {"velodyne": 100, "radar": 1}
    assert document["files"] == {"velodyne": "velodyne", "image_2": "camera", "radar": "radar"}
    np.testing.assert_array_equal(document["labels"][0]["world_from_box"], frame.labels[0].box.world_from_box.matrix)


def test_a_number_above_the_last_of_kitti_is_refused_with_the_limit(make_frame):
    files_of(make_frame(), 7480)
    with pytest.raises(DatasetError, match="7480"):
        files_of(make_frame(), 7481)


@pytest.mark.parametrize(("missing", "word"), [("velodyne", "LiDAR"), ("camera", "camera")])
def test_a_rig_that_kitti_cannot_hold_is_refused(make_frame, missing, word):
    frame = make_frame()
    measurements = {name: one for name, one in frame.measurements.items() if name != missing}

    with pytest.raises(DatasetError, match=f"needs a {word}"):
        files_of(replace(frame, measurements=measurements))


def test_a_sensor_can_be_chosen_by_name_and_a_wrong_name_gets_a_hint(make_frame):
    files_of(make_frame(), camera="camera")
    with pytest.raises(DatasetError, match="did you mean 'camera'"):
        files_of(make_frame(), camera="camra")


def test_the_readme_names_every_folder_and_every_category(make_frame):
    text = dict(Kitti().dataset_files([]))["README.txt"].decode()

    for folder in {name.rsplit("/", 1)[0] for name in files_of(make_frame())}:
        assert folder in text
    for category in Category:
        assert f"{category.value:3d} {category.word}" in text


def test_equal_frames_give_equal_bytes(make_frame):
    for exporter in EXPORTERS:
        assert list(exporter().frame_files(make_frame(), 4)) == list(exporter().frame_files(make_frame(), 4))


def test_a_frame_without_any_object_can_be_written(make_frame):
    for exporter in EXPORTERS:
        assert all(content for name, content in exporter().frame_files(make_frame(()), 0) if "radar" not in name)


def test_the_box_of_a_tilted_camera_keeps_its_centre():
    """KITTI's box stands along the camera's y axis; it turns about the centre of ours."""
    from avsynth.datatypes.label import Box3D, Label
    from avsynth.exporters._kitti_labels import camera_box

    tilted = Pose(rotation_about((1.0, 0.0, 0.0), 0.02) @ OPTICAL_FROM_SENSOR, np.zeros(3))
    box = Box3D(Pose.planar(30.0, 4.0, -1.0, 0.0), [4.0, 1.8, 1.5], np.zeros(3))

    bottom, _ = camera_box(Label(1, "it", Category.CAR, box, {}, {}), tilted)

    np.testing.assert_allclose(bottom - [0.0, 0.75, 0.0], tilted.points(np.array([30.0, 4.0, -1.0])))
