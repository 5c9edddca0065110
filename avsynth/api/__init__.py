"""What `import avsynth` offers: from a scene file to frames, datasets, pictures. The work is in the rooms below."""

from avsynth.api.datasets import draw, frames, generate, rig, rig_from_kitti, use_threads
from avsynth.api.exchange import export_roads, export_run, import_run, read_roads
from avsynth.api.pictures import draw_coverage, film, preview, preview_assets, preview_roads
from avsynth.api.scenes import Template, format_scenes, load, loads, scene_in_python, verdict

__all__ = [
    "Template",
    "draw",
    "draw_coverage",
    "export_roads",
    "export_run",
    "film",
    "format_scenes",
    "frames",
    "generate",
    "import_run",
    "load",
    "loads",
    "preview",
    "preview_assets",
    "preview_roads",
    "read_roads",
    "rig",
    "rig_from_kitti",
    "scene_in_python",
    "use_threads",
    "verdict",
]
