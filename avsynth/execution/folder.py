"""A dataset folder that is never half-written: files are complete or absent, and a stopped run goes on."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable
from pathlib import Path

from avsynth.core.errors import DatasetError
from avsynth.core.files import told, write_whole
from avsynth.execution.plan import Plan

MANIFEST = "manifest.json"
#: Holds the plan and the records of finished frames while a run is under way; gone when it is complete.
PROGRESS = ".progress"


class Folder:
    """The folder of one dataset.

    `Folder.open` creates it, or takes up a stopped run of the same plan; anything else in the way is an error.
    """

    def __init__(self, root: Path, plan: Plan) -> None:
        self.root, self.plan = root, plan
        self._progress = root / PROGRESS

    @classmethod
    def open(cls, root: Path, plan: Plan, *, overwrite: bool) -> Folder:
        """Return the folder at `root`, ready for the frames that are missing."""
        folder = cls(root, plan)
        with told("create", root):
            if root.exists() and not root.is_dir():
                raise DatasetError(f"{root} is a file; give the name of a new folder with -o")
            if root.exists() and any(root.iterdir()):
                folder._claim(overwrite)
            folder._progress.mkdir(parents=True, exist_ok=True)
        folder.write("plan.json", json.dumps(plan.model_dump(mode="json"), indent=1).encode(), base=folder._progress)
        return folder

    def _claim(self, overwrite: bool) -> None:
        """Accept a folder that is not empty: an unfinished run of the same plan, or ours to be replaced."""
        unfinished = self._progress / "plan.json"
        ours = unfinished.exists() or (self.root / MANIFEST).exists()
        if unfinished.exists() and not overwrite:
            if json.loads(unfinished.read_text()) == json.loads(self.plan.model_dump_json()):
                return
            raise DatasetError(
                f"{self.root} holds an unfinished run of another scene, seed or option; give another -o or --overwrite"
            )
        if not overwrite:
            what = "already holds a dataset" if ours else "is not empty"
            raise DatasetError(
                f"{self.root} {what}; give another folder with -o" + (", or --overwrite" if ours else "")
            )
        if not ours:
            raise DatasetError(
                f"{self.root} is not empty and holds no dataset of avsynth, so --overwrite leaves it alone"
            )
        shutil.rmtree(self.root)

    def finished(self) -> dict[int, dict]:
        """Return the records of complete frames, by number; temporary files of a stopped run are removed."""
        for leftover in self.root.rglob("*.part"):
            leftover.unlink()
        return {int(path.stem): json.loads(path.read_text()) for path in sorted(self._progress.glob("[0-9]*.json"))}

    def write(self, name: str, content: bytes, base: Path | None = None) -> str:
        """Write one file whole or not at all; return its sha256."""
        path = (base or self.root) / name
        write_whole(path, content)
        return hashlib.sha256(content).hexdigest()

    def write_frame(self, number: int, files: Iterable[tuple[str, bytes]], facts: dict) -> dict:
        """Write the files of one frame, then its record; without the record the frame counts as missing."""
        record = {**facts, "files": {name: self.write(name, content) for name, content in files}}
        self.write(f"{number:06d}.json", json.dumps(record).encode(), base=self._progress)
        return record

    def remember(self, name: str, content: bytes) -> None:
        """Keep something while the run is under way."""
        self.write(name, content, base=self._progress)

    def remembered(self, name: str) -> bytes | None:
        """Return what was kept under `name`; None if nothing was."""
        path = self._progress / name
        return path.read_bytes() if path.exists() else None

    def abandon(self) -> None:
        """Remove the folder if no frame is in it, so that it is free for the mended scene."""
        if not self.finished():
            shutil.rmtree(self.root, ignore_errors=True)

    def close(self, manifest: dict) -> None:
        """Write the manifest and forget the progress: the dataset is complete."""
        self.write(MANIFEST, (json.dumps(manifest, indent=1) + "\n").encode())
        shutil.rmtree(self._progress)
