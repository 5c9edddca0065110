"""A dataset folder is complete or resumable, and never takes what is the user's."""

import errno
import json
import os

import pytest

from avsynth.core.errors import DatasetError
from avsynth.execution.folder import Folder
from avsynth.execution.plan import Plan, evenly_spaced


def _plan(**changes) -> Plan:
    fields = {
        "scene": "a.scene",
        "scene_sha256": "0",
        "rig_sha256": "1",
        "seed": 1,
        "sampling": {"method": "monte_carlo"},
        "scenarios": 2,
        "frames_per_scenario": 1,
        "frame_indices": (0,),
        "exporter": "kitti",
    }
    return Plan(**(fields | changes))


def test_files_appear_whole_with_their_checksum(tmp_path):
    folder = Folder.open(tmp_path / "out", _plan(), overwrite=False)

    digest = folder.write("deep/a.bin", b"abc")

    assert (tmp_path / "out/deep/a.bin").read_bytes() == b"abc"
    assert digest.startswith("ba7816bf")


def test_a_stopped_run_of_the_same_plan_goes_on(tmp_path):
    Folder.open(tmp_path / "out", _plan(), overwrite=False).write_frame(1, [("x.bin", b"x")], {"number": 1})

    again = Folder.open(tmp_path / "out", _plan(), overwrite=False)

    assert list(again.finished()) == [1]


def test_half_files_of_a_stopped_run_are_removed(tmp_path):
    folder = Folder.open(tmp_path / "out", _plan(), overwrite=False)
    (tmp_path / "out/y.bin.part").write_bytes(b"half")

    folder.finished()

    assert not (tmp_path / "out/y.bin.part").exists()


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_folder_of_the_user_is_left_alone(tmp_path, overwrite):
    (tmp_path / "thesis.txt").write_text("mine")

    with pytest.raises(DatasetError, match="is not empty"):
        Folder.open(tmp_path, _plan(), overwrite=overwrite)

    assert (tmp_path / "thesis.txt").read_text() == "mine"


def test_a_finished_dataset_is_replaced_only_when_asked(tmp_path):
    folder = Folder.open(tmp_path / "out", _plan(), overwrite=False)
    folder.close({})

    with pytest.raises(DatasetError, match="already holds a dataset"):
        Folder.open(tmp_path / "out", _plan(), overwrite=False)
    Folder.open(tmp_path / "out", _plan(seed=2), overwrite=True)

    assert not (tmp_path / "out/manifest.json").exists()


def test_an_unfinished_run_of_another_plan_is_named(tmp_path):
    Folder.open(tmp_path / "out", _plan(), overwrite=False)

    with pytest.raises(DatasetError, match="unfinished run of another scene, seed or option"):
        Folder.open(tmp_path / "out", _plan(seed=2), overwrite=False)


def test_a_full_disk_leaves_no_half_file_and_one_sentence(tmp_path, monkeypatch):
    folder = Folder.open(tmp_path / "out", _plan(), overwrite=False)

    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("avsynth.core.files.os.replace", full)
    with pytest.raises(DatasetError, match="the disk is full; free some space and run the same command again"):
        folder.write("a.bin", b"abc")

    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [".progress"]


def test_a_run_that_made_no_frame_leaves_no_folder(tmp_path):
    folder = Folder.open(tmp_path / "out", _plan(), overwrite=False)
    folder.write("scenarios/000000.json", b"{}")

    folder.abandon()

    assert not (tmp_path / "out").exists()


def test_frames_of_a_run_that_failed_later_are_kept(tmp_path):
    folder = Folder.open(tmp_path / "out", _plan(), overwrite=False)
    folder.write_frame(0, [("x.bin", b"x")], {"number": 0})

    folder.abandon()

    assert list(Folder.open(tmp_path / "out", _plan(), overwrite=False).finished()) == [0]


def test_the_manifest_ends_the_progress(tmp_path):
    folder = Folder.open(tmp_path / "out", _plan(), overwrite=False)

    folder.close({"frames": []})

    assert json.loads((tmp_path / "out/manifest.json").read_text()) == {"frames": []}
    assert not (tmp_path / "out/.progress").exists()


@pytest.mark.parametrize(("count", "wanted", "indices"), [(4, None, (0, 1, 2, 3)), (10, 3, (0, 3, 6)), (2, 9, (0, 1))])
def test_frames_are_taken_evenly(count, wanted, indices):
    assert evenly_spaced(count, wanted) == indices
