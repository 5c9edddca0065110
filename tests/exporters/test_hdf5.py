"""The HDF5 file of a frame holds everything, and reads back as it was."""

import subprocess
import sys

import h5py
import numpy as np
import pytest

from avsynth.datatypes.calibration import Calibration
from avsynth.datatypes.frame import Frame
from avsynth.exporters.hdf5 import Hdf5
from avsynth.training._hdf5 import read_frame


def written(frame, path):
    ((_, content),) = Hdf5().frame_files(frame, 0)
    path.write_bytes(content)
    return path


def assert_same(got, expected, where="frame"):
    """Compare values field by field, down to their arrays."""
    if isinstance(expected, np.ndarray):
        np.testing.assert_array_equal(got, expected, err_msg=where)
        assert got.dtype == expected.dtype, where
    elif hasattr(expected, "__slots__") and not isinstance(expected, int):
        for name in expected.__slots__:
            assert_same(getattr(got, name), getattr(expected, name), f"{where}.{name}")
    elif isinstance(expected, dict):
        assert list(got) == list(expected), where
        for key, value in expected.items():
            assert_same(got[key], value, f"{where}[{key!r}]")
    elif isinstance(expected, tuple):
        assert len(got) == len(expected), where
        for k, value in enumerate(expected):
            assert_same(got[k], value, f"{where}[{k}]")
    else:
        assert got == expected, where


def test_a_frame_reads_back_as_it_was(make_frame, tmp_path):
    frame = make_frame()

    found = read_frame(written(frame, tmp_path / "f.h5"))

    assert isinstance(found, Frame)
    assert_same(found, frame)


def test_a_frame_without_objects_reads_back_as_it_was(make_frame, tmp_path):
    frame = make_frame((), ego_velocity=None, ego_angular_velocity=None)

    assert_same(read_frame(written(frame, tmp_path / "f.h5")), frame)


def test_arrays_are_chunked_compressed_and_shuffled(make_frame, tmp_path):
    with h5py.File(written(make_frame(), tmp_path / "f.h5")) as file:
        depth = file["measurements/camera/depth"]
        assert depth.chunks and depth.compression == "gzip" and depth.shuffle
        assert file.attrs["layout"] == "avsynth frame"
        assert file.attrs["layout_version"] == 1


def test_another_process_writes_the_same_bytes(make_frame, tmp_path):
    """Time stamps, addresses and hash seeds must not reach the file."""
    script = (
        "import sys, hashlib, runpy; made = runpy.run_path(sys.argv[1])['made_frame'];"
        "from avsynth.exporters.hdf5 import Hdf5;"
        "print(hashlib.sha256(list(Hdf5().frame_files(made(), 0))[0][1]).hexdigest())"
    )
    conftest = str(__import__("pathlib").Path(__file__).parents[1] / "conftest.py")

    prints = {
        subprocess.run(
            [sys.executable, "-c", script, conftest],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }

    assert len(prints) == 1


@pytest.mark.parametrize("version", [0, 99])
def test_another_version_of_the_layout_is_refused(make_frame, tmp_path, version):
    path = written(make_frame(), tmp_path / "f.h5")
    with h5py.File(path, "a") as file:
        file.attrs["layout_version"] = version

    with pytest.raises(ValueError, match=f"version {version}"):
        read_frame(path)


def test_two_cameras_keep_their_own_views(make_frame, tmp_path):
    frame = make_frame()
    image, calibration = frame.measurements["camera"], frame.calibrations["camera"]
    rear = Calibration(calibration.kind, calibration.ego_from_sensor.inverse(), calibration.intrinsics)
    frame = make_frame(
        measurements={**frame.measurements, "a_rear": image}, calibrations={**frame.calibrations, "a_rear": rear}
    )

    assert_same(read_frame(written(frame, tmp_path / "f.h5")), frame)
