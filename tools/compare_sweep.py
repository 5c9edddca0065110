"""Print the figures of spinning-LiDAR sweeps of KITTI-like folders side by side: does ours look like the device's?

    python tools/compare_sweep.py REAL OURS [--pictures FOLDER]

REAL and OURS are folders with .bin sweeps anywhere below a folder `velodyne`, or .bin files. Reads only what the files
hold (x, y, z, intensity), as any user of the data would; knows nothing of avsynth.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

RINGS, COLUMNS = 64, 2048
#: Ranges over which intensities are averaged [m].
BANDS = ((0, 10), (10, 20), (20, 40), (40, 80))
#: A step along a ring longer than this is a jump [m]; one shorter than SMOOTH belongs to a smooth surface.
JUMP, SMOOTH = 1.0, 0.15
FAR = 40.0
#: Points this near the ground's height count as ground [m], widening with distance [1].
GROUND_BAND, GROUND_SLOPE = 0.20, 0.012
#: For normally distributed values: standard deviation ÷ median of absolute values, and ÷ that of second differences.
NORMAL_MEDIAN, SECOND_DIFFERENCE = 1.4826, np.sqrt(1.5)


def main() -> None:
    """Print the table, and draw pictures where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, help="folders or files")
    parser.add_argument(
        "--pictures", type=Path, help="folder for a range image and a bird's-eye view of each first sweep"
    )
    arguments = parser.parse_args()
    columns = {str(folder): sweeps_of(folder) for folder in arguments.folders}
    print(table({name: mean_figures(sweeps) for name, sweeps in columns.items()}))
    if arguments.pictures:
        arguments.pictures.mkdir(parents=True, exist_ok=True)
        for number, sweeps in enumerate(columns.values()):
            draw(sweeps[0], arguments.pictures / f"sweep_{number}.png")


def sweeps_of(folder: Path) -> list[np.ndarray]:
    """Return the sweeps of a folder, float64 (N, 4) each: x, y, z [m], intensity [1]."""
    files = [folder] if folder.is_file() else sorted(p for p in folder.rglob("*.bin") if p.parent.name == "velodyne")
    if not files:
        raise SystemExit(f"{folder}: no .bin files in a folder named 'velodyne' below it")
    return [np.fromfile(file, np.float32).reshape(-1, 4).astype(np.float64) for file in files]


def ring_starts(points: np.ndarray) -> np.ndarray:
    """Return where rings begin in file order: where the azimuth falls back from a full turn."""
    azimuth = np.mod(np.arctan2(points[:, 1], points[:, 0]), 2 * np.pi)
    return np.r_[0, np.flatnonzero(np.diff(azimuth) < -np.pi) + 1]


def mean_figures(sweeps: list[np.ndarray]) -> dict[str, float]:
    """Return the figures of several sweeps, averaged."""
    every = [figures(points) for points in sweeps]
    return {name: float(np.nanmean([one[name] for one in every])) for name in every[0]}


def figures(points: np.ndarray) -> dict[str, float]:
    """Return all figures of one sweep."""
    starts = ring_starts(points)
    ring = np.repeat(np.arange(len(starts)), np.diff(np.r_[starts, len(points)]))
    range_ = np.linalg.norm(points[:, :3], axis=1)
    return geometry(points, ring, range_) | intensities(points[:, 3], range_) | surfaces(points, ring, range_)


def geometry(points: np.ndarray, ring: np.ndarray, range_: np.ndarray) -> dict[str, float]:
    """Return how many points there are and on what grid they lie."""
    azimuth = np.mod(np.arctan2(points[:, 1], points[:, 0]), 2 * np.pi)
    step = np.rad2deg(np.diff(azimuth))
    column = np.minimum((azimuth / (2 * np.pi) * COLUMNS).astype(int), COLUMNS - 1)
    full = np.zeros((RINGS, COLUMNS), bool)
    full[np.minimum(ring, RINGS - 1), column] = True
    return {
        "points": len(points),
        "rings": ring.max() + 1,
        "most points in a ring": np.bincount(ring).max(),
        "azimuth step, median [deg]": np.median(step[step > 0]),
        "empty cells [%]": 100 * np.mean(~full),
        "empty cells, upper third [%]": 100 * np.mean(~full[: RINGS // 3]),
        "off the 1 mm grid [%]": 100 * np.mean(np.abs(points[:, :3] * 1e3 - np.rint(points[:, :3] * 1e3)) > 0.05),
        "nearest [m]": range_.min(),
        "farthest [m]": range_.max(),
        "beyond 40 m [%]": 100 * np.mean(range_ > FAR),
    }


def intensities(intensity: np.ndarray, range_: np.ndarray) -> dict[str, float]:
    """Return what the intensities are like."""
    found = {
        "intensity levels": len(np.unique(np.rint(intensity * 100))),
        "intensity mean": intensity.mean(),
        "intensity deviation": intensity.std(),
        "intensity 0 [%]": 100 * np.mean(intensity == 0),
        "intensity, 95th percentile": np.percentile(intensity, 95),
        "intensity, 99th percentile": np.percentile(intensity, 99),
    }
    for near, far in BANDS:
        within = (range_ >= near) & (range_ < far)
        found[f"intensity, {near}-{far} m"] = intensity[within].mean() if within.any() else np.nan
    return found


def surfaces(points: np.ndarray, ring: np.ndarray, range_: np.ndarray) -> dict[str, float]:
    """Return how much ground there is and how rough and broken the surfaces are."""
    flat = np.hypot(points[:, 0], points[:, 1])
    near = (flat > 4) & (flat < 25) & (points[:, 2] > -3) & (points[:, 2] < -1)
    counts, edges = np.histogram(points[near, 2], bins=100, range=(-3, -1))
    height = edges[np.argmax(counts)] + 0.01
    ground = np.abs(points[:, 2] - height) < GROUND_BAND + GROUND_SLOPE * flat
    same = ring[1:] == ring[:-1]
    step = np.abs(np.diff(range_))
    smooth = same[1:] & same[:-1] & (step[1:] < SMOOTH) & (step[:-1] < SMOOTH)
    second = np.diff(range_, 2)[smooth]
    return {
        "ground height [m]": height,
        "ground share [%]": 100 * ground.mean(),
        "roughness along rings [cm]": 100 * NORMAL_MEDIAN * np.median(np.abs(second)) / 2 / SECOND_DIFFERENCE,
        "jumps over 1 m [%]": 100 * np.mean(step[same] > JUMP),
    }


def table(columns: dict[str, dict[str, float]]) -> str:
    """Return the figures as a table with one column a folder."""
    names = list(next(iter(columns.values())))
    lines = ["figure".ljust(32) + "".join(f"{Path(name).name[-14:]:>16}" for name in columns)]
    for name in names:
        lines.append(name.ljust(32) + "".join(f"{column[name]:16.4g}" for column in columns.values()))
    return "\n".join(lines)


def draw(points: np.ndarray, path: Path) -> None:
    """Write a picture: range image, intensity image and bird's-eye view coloured by intensity."""
    import cv2  # a heavy import that the table does not need

    starts = ring_starts(points)
    ring = np.minimum(np.repeat(np.arange(len(starts)), np.diff(np.r_[starts, len(points)])), RINGS - 1)
    azimuth = np.arctan2(points[:, 1], points[:, 0])
    column = np.clip(((np.pi - azimuth) / (2 * np.pi) * COLUMNS).astype(int), 0, COLUMNS - 1)
    range_ = np.linalg.norm(points[:, :3], axis=1)
    panels = []
    for values in (1 - np.sqrt(np.clip(range_ / 60, 0, 1)), np.clip(points[:, 3], 0, 1)):
        image = np.zeros((RINGS, COLUMNS, 3), np.uint8)
        shade = np.rint(255 * values).astype(np.uint8)[:, None]
        image[ring, column] = cv2.applyColorMap(shade, cv2.COLORMAP_TURBO)[:, 0]
        panels.append(image.repeat(3, axis=0))
    top = np.zeros((1000, COLUMNS, 3), np.uint8)
    u = (COLUMNS / 2 - points[:, 1] / 80 * COLUMNS).astype(int)
    v = (500 - points[:, 0] / 80 * COLUMNS).astype(int)
    inside = (u >= 0) & (u < COLUMNS) & (v >= 0) & (v < len(top))
    shade = np.rint(255 * np.clip(0.15 + points[:, 3], 0, 1)).astype(np.uint8)[:, None]
    top[v[inside], u[inside]] = cv2.applyColorMap(shade, cv2.COLORMAP_TURBO)[inside, 0]
    cv2.imwrite(str(path), np.vstack([*panels, top]))


if __name__ == "__main__":
    main()
