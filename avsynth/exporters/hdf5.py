"""One HDF5 file a frame, with everything the frame holds. The layout is in `_hdf5_layout`."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Literal

from pydantic import Field

from avsynth.contracts.exporter import EXPORTERS, Exporter, FrameRecord
from avsynth.datatypes.frame import Frame
from avsynth.exporters._hdf5_layout import README, write_frame
from avsynth.exporters._splits import split


@EXPORTERS.register
class Hdf5(Exporter):
    """One compressed HDF5 file a frame: every measurement, label, mounting and the origin of the data."""

    format: Literal["hdf5"] = "hdf5"
    compression: int = Field(4, ge=0, le=9, description="zlib level of the arrays [1].")

    def frame_files(self, frame: Frame, number: int) -> Iterator[tuple[str, bytes]]:
        """Yield the one file of the frame; equal frames give equal bytes."""
        import h5py  # 0.1 s of start-up that listing the exporters should not pay

        buffer = io.BytesIO()
        with h5py.File(buffer, "w", libver=("earliest", "v110"), track_order=False) as file:
            write_frame(file, frame, self.compression)
        yield f"frames/{number:06d}.h5", buffer.getvalue()

    def dataset_files(self, records: Sequence[FrameRecord]) -> Iterator[tuple[str, bytes]]:
        """Yield the lists of splits and a description of the layout."""
        for name, numbers in split(records).items():
            yield f"splits/{name}.txt", "".join(f"{number:06d}\n" for number in numbers).encode()
        yield "README.txt", README.encode()
