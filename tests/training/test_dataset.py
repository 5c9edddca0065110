"""Reading datasets back: both formats give the same samples; what is damaged is told in one sentence."""

import hashlib
import json
import math
import pickle
import shutil
import sys

import numpy as np
import pytest

from avsynth.contracts import EXPORTERS
from avsynth.contracts.exporter import FrameRecord
from avsynth.core.errors import DatasetError, WeightWarning
from avsynth.training import Dataset, collate, verify

#: Log weight of each scenario; every scenario has two frames.
LOG_WEIGHTS = (0.0, math.log(2.0), math.log(0.5))


def write(folder, make_frame, exporter):
    """Write a dataset as the execution layer does."""
    frames, files = [], {}
    for number in range(2 * len(LOG_WEIGHTS)):
        scenario, index = divmod(number, 2)
        content = dict(EXPORTERS.get(exporter)().frame_files(make_frame(), number))
        facts = {
            "number": number,
            "scenario_index": scenario,
            "frame_index": index,
            "time": 0.1 * index,
            "log_weight": LOG_WEIGHTS[scenario],
        }
        frames.append({**facts, "files": {name: hashlib.sha256(data).hexdigest() for name, data in content.items()}})
        files |= content
    records = [FrameRecord(**{key: frame[key] for key in FrameRecord.__slots__}) for frame in frames]
    about = dict(EXPORTERS.get(exporter)().dataset_files(records))
    for name, data in {**files, **about}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    manifest = {"format": 1, "version": "1.2.3", "exporter": exporter, "frames": frames[::-1]}
    manifest["files"] = {name: hashlib.sha256(data).hexdigest() for name, data in about.items()}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder


@pytest.fixture(params=["kitti", "hdf5"])
def folder(request, tmp_path, make_frame):
    return write(tmp_path / request.param, make_frame, request.param)


def test_both_formats_give_the_same_samples(tmp_path, make_frame):
    kitti, hdf5 = (Dataset(write(tmp_path / name, make_frame, name))[3] for name in ("kitti", "hdf5"))

    assert list(kitti) == list(hdf5)
    for key, array in kitti.items():
        np.testing.assert_array_equal(array, hdf5[key], err_msg=key)
        assert array.dtype == hdf5[key].dtype, key


def test_a_sample_holds_what_the_frame_held(folder, make_frame):
    frame = make_frame()
    cloud = frame.measurements["velodyne"]

    sample = Dataset(folder)[0]

    np.testing.assert_array_equal(sample["points"], np.column_stack([cloud.xyz, cloud.intensity]))
    np.testing.assert_array_equal(sample["point_id"], cloud.instance)
    np.testing.assert_array_equal(sample["image"], frame.measurements["camera"].rgb)
    np.testing.assert_array_equal(sample["box_id"], [label.id for label in frame.labels])
    np.testing.assert_array_equal(sample["box_points"], [label.points["velodyne"] for label in frame.labels])
    assert np.isnan(sample["image_boxes"][4]).all() and sample["visibility"][4] == 0.0
    np.testing.assert_allclose(sample["image_boxes"][0], frame.labels[0].views["camera"].amodal, rtol=1e-6)


def test_boxes_hold_the_points_that_carry_their_id(folder):
    sample = Dataset(folder)[0]

    for box, number in zip(sample["boxes"].astype(float), sample["box_id"], strict=True):
        offset = sample["points"][sample["point_id"] == number, :3] - box[:3]
        c, s = math.cos(box[6]), math.sin(box[6])
        inside = offset @ np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])
        assert len(inside) and np.all(np.abs(inside) <= box[3:6] / 2 + 1e-3)


def test_points_project_into_the_image_box_of_their_object(folder):
    sample = Dataset(folder)[0]
    points = sample["points"][sample["point_id"] == 1, :3]

    pixels = np.column_stack([points, np.ones(len(points))]) @ sample["image_from_lidar"].T
    pixels = pixels[:, :2] / pixels[:, 2:]

    left, top, right, bottom = sample["image_boxes"][0]
    assert np.all((pixels >= [left, top]) & (pixels <= [right, bottom]))


def test_every_array_is_writable_and_of_a_type_that_torch_knows(folder):
    known = {"float32", "float64", "int32", "int64", "uint8"}

    for key, array in Dataset(folder)[0].items():
        assert isinstance(array, np.ndarray) and array.dtype.name in known, key
        assert array.flags.writeable, key


def test_a_dataset_survives_pickling_as_workers_need_it(folder):
    dataset = Dataset(folder)

    again = pickle.loads(pickle.dumps(dataset))

    np.testing.assert_array_equal(again[1]["points"], dataset[1]["points"])


def test_frames_come_in_the_order_of_their_numbers_whatever_the_manifest_says(folder):
    dataset = Dataset(folder)

    assert len(dataset) == 6
    assert [int(sample["number"]) for sample in dataset] == [0, 1, 2, 3, 4, 5]
    assert dataset.scenarios() == {0: [0, 1], 1: [2, 3], 2: [4, 5]}
    with pytest.raises(IndexError):
        dataset[6]


def test_weights_have_mean_one_and_the_ratios_of_the_manifest(folder):
    dataset = Dataset(folder)

    weights = dataset.weights()

    assert weights.mean() == pytest.approx(1.0)
    np.testing.assert_allclose(weights / weights[0], [1, 1, 2, 2, 0.5, 0.5])
    assert dataset[2]["weight"] == weights[2]


def test_huge_log_weights_do_not_overflow(folder):
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text())
    for frame in manifest["frames"]:
        frame["log_weight"] += 5000.0
    path.write_text(json.dumps(manifest))

    assert Dataset(folder).weights().mean() == pytest.approx(1.0)


def test_a_split_holds_whole_scenarios_only(folder):
    train, val = Dataset(folder, "train"), Dataset(folder, "val")

    assert set(train.scenarios()) == {0, 1} and set(val.scenarios()) == {2}
    with pytest.raises(DatasetError, match="did you mean 'train'"):
        Dataset(folder, "trian")


def test_a_batch_stacks_what_is_always_of_one_shape_and_lists_the_rest(folder):
    dataset = Dataset(folder)

    batch = collate([dataset[0], dataset[1]])

    assert batch["image"].shape == (2, 94, 310, 3)
    assert batch["weight"].shape == (2,)
    assert isinstance(batch["points"], list) and len(batch["points"]) == 2


def test_torch_is_not_imported(folder):
    Dataset(folder)[0]

    assert "torch" not in sys.modules


def test_verify_counts_files_and_names_what_is_missing_or_changed(folder):
    count = verify(folder)
    assert count == len([path for path in folder.rglob("*") if path.is_file()]) - 1

    victims = sorted(path for path in folder.rglob("*00000[01].*"))
    victims[0].unlink()
    victims[-1].write_bytes(b"other")

    with pytest.raises(DatasetError, match=r"1 missing \(first: .*\) and 1 changed \(first: .*\)"):
        verify(folder)


def test_a_missing_file_is_told_in_one_sentence(folder):
    for path in (folder / "training/velodyne/000002.bin", folder / "frames/000002.h5"):
        path.unlink(missing_ok=True)

    dataset = Dataset(folder)
    dataset[1]
    with pytest.raises(DatasetError, match=r"frame 000002 lacks .*000002"):
        dataset[2]


@pytest.mark.parametrize("keep", [0, 37, 2000])
def test_a_cut_file_is_told_in_one_sentence(folder, keep):
    for path in sorted(folder.rglob("*000002.*")):
        path.write_bytes(path.read_bytes()[:keep])

    with pytest.raises(DatasetError, match="frame 000002 is damaged"):
        Dataset(folder)[2]


@pytest.mark.parametrize("name", ["velodyne", "velodyne_labels", "velodyne_extra", "image_2", "labels_native", "radar"])
def test_any_cut_file_of_a_kitti_frame_is_found(tmp_path, make_frame, name):
    folder = write(tmp_path / "kitti", make_frame, "kitti")
    (path,) = (folder / "training" / name).glob("000002.*")
    path.write_bytes(path.read_bytes()[:-3])

    with pytest.raises(DatasetError, match="frame 000002 is damaged"):
        Dataset(folder)[2]


@pytest.mark.parametrize("content", ["", "[]", '{"frames": 3}', '{"exporter": "kitti", "frames": [{"number": 0}]}'])
def test_a_manifest_that_makes_no_sense_is_told_in_one_sentence(tmp_path, content):
    (tmp_path / "manifest.json").write_text(content)

    with pytest.raises(DatasetError, match="not a manifest"):
        Dataset(tmp_path)


def test_a_folder_without_manifest_is_no_dataset(folder):
    (folder / "manifest.json").unlink()

    for read in (Dataset, verify):
        with pytest.raises(DatasetError, match="no complete dataset"):
            read(folder)
    shutil.rmtree(folder)
    with pytest.raises(DatasetError, match="no complete dataset"):
        Dataset(folder)


def test_an_unknown_format_is_refused(folder):
    path = folder / "manifest.json"
    path.write_text(path.read_text().replace('"exporter": "', '"exporter": "x'))

    with pytest.raises(DatasetError, match="cannot be read; known: kitti, hdf5"):
        Dataset(folder)


def test_frames_are_resampled_as_often_as_the_world_has_them(folder):
    dataset = Dataset(folder)

    positions = dataset.resample(7000, np.random.default_rng(1))
    mixed = dataset.resample(7000, np.random.default_rng(1), mix=0.5)

    share = np.bincount(positions // 2, minlength=3) / 7000
    np.testing.assert_allclose(share, np.array([1, 2, 0.5]) / 3.5, atol=0.02)
    between = np.bincount(mixed // 2, minlength=3) / 7000
    np.testing.assert_allclose(between, 0.5 * np.array([1, 2, 0.5]) / 3.5 + 0.5 / 3, atol=0.02)
    with pytest.raises(DatasetError, match="mix = 2 must lie between 0"):
        dataset.resample(1, np.random.default_rng(1), mix=2)


def test_weights_as_proposed_are_all_1(folder):
    np.testing.assert_array_equal(Dataset(folder).weights("proposed"), np.ones(6))
    with pytest.raises(DatasetError, match="did you mean 'nominal'"):
        Dataset(folder).weights("nominall")


def test_weights_that_one_frame_holds_are_warned_of(folder):
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["frames"][0]["log_weight"] = 12.0
    path.write_text(json.dumps(manifest))

    with pytest.warns(WeightWarning, match="holds 100% of all weight; propose fewer draws"):
        Dataset(folder).weights()


def test_a_folder_without_a_book_says_so(folder):
    with pytest.raises(DatasetError, match=r"no run.json, so there is no complete run"):
        Dataset(folder).rate("dart")
