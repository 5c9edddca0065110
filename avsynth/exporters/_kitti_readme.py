"""The README.txt of a KITTI folder: what each file holds, so that a reader can be written from it alone."""

from __future__ import annotations

from collections.abc import Mapping

from avsynth.datatypes.category import Category
from avsynth.exporters._columns import RADAR_COLUMNS
from avsynth.exporters._kitti_labels import Rules


def readme(rules: Rules) -> str:
    """Return the text."""
    values: Mapping[str, object] = {
        "fully": rules.fully_visible,
        "partly": rules.partly_visible,
        "least": rules.minimum_visibility,
        "most": rules.maximum_truncation,
        "height": rules.minimum_height,
        "points": rules.minimum_points,
        "radar": " ".join(RADAR_COLUMNS),
        "categories": "\n".join(f"  {category.value:3d} {category.word}" for category in Category),
    }
    return _TEXT.format(**values)


_TEXT = """\
A synthetic dataset in the layout of the KITTI object benchmark, made by avsynth.
manifest.json holds version, scene, seed, and weight and sha256 of every file; scenarios/ every drawn number.
All numbers are little-endian. Frames are x forward, y left, z up unless said otherwise; metres, seconds, radians.

As in KITTI
-----------
training/velodyne/NNNNNN.bin   float32 x y z intensity; LiDAR frame
training/image_2/NNNNNN.png    8-bit RGB
training/calib/NNNNNN.txt      P0 P1 P2 P3 R0_rect Tr_velo_to_cam Tr_imu_to_velo, rows of 3x4 (R0_rect 3x3)
training/label_2/NNNNNN.txt    type truncated occluded alpha left top right bottom height width length x y z rotation_y
ImageSets/*.txt                train, val, trainval: split by scenario, so that no scenario is in both; test is empty

Label rows
  Boxes in the image are amodal (hidden parts count), of the silhouette of the object's mesh, cut at the image border.
  truncated  share of the area of the whole image box outside the image, 0 to 1
  occluded   from visibility = pixels seen / pixels if the object were alone:
             0 from {fully}, 1 from {partly}, 2 below, 3 unknown
  DontCare   objects of which a pixel is seen, but lower than {height:g} px in the image, of visibility below {least},
             truncated by more than {most}, with fewer than {points} LiDAR points, or with their centre behind the
             camera; also one region of one pixel where a frame has no object, since readers refuse empty files
  Misc       buses, motorcyclists, animals, tractors, machines and trailers; their own classes are in labels_native
  Objects that the camera does not see have no row; those another sensor sees are in labels_native.
  Boxes stand where the objects are at the frame's time, at which the camera exposes and the LiDAR looks straight ahead.
  Unless the rig compensates its motion, as KITTI's did not, each point stands where the moving LiDAR saw it at the
  point's own time (velodyne_extra): centimetres away in town, up to 0.3 m at 30 m/s at the sides of the image.

Beside KITTI
------------
training/radar/NNNNNN.bin            float32 {radar}
    Radar frame; rcs_dbsm [dB, 1 m2]; v_r [m/s] rate of change of range as measured, positive = away; v_r_compensated
    [m/s] what a radar standing still would have measured; snr_db [dB].
training/velodyne_labels/NNNNNN.label  uint32 a point of velodyne, as in SemanticKITTI: lower 16 bits category (below),
    upper 16 bits id + 1 of the object (0 = none).
training/velodyne_extra/NNNNNN.bin   6 bytes a point of velodyne: float32 time [s] relative to the frame's time,
    uint16 ring (0 = highest beam).  numpy.fromfile(path, [("time", "<f4"), ("ring", "<u2")])
training/labels_native/NNNNNN.json   labels of every object that any sensor saw, all round: id, class, box in the world
    (4x4 matrix world_from_box, origin at the centre, x along the heading; size = length width height), velocity;
    for each camera amodal and visible box, truncation, visibility, pixels; for each LiDAR and radar the points on it;
    pose and velocity of the ego, mountings and intrinsics of all sensors; encounters, a record for each pair of road
    users (the ego with all, others that would touch within 10 s): free distances, ttc of the boxes and along the
    heading, thw, drac, btn, rss_long, rss_lat, of the first towards the second; null where it never happens.
criticality.jsonl                    for each scenario and road user what its encounter with the ego came to

Categories
{categories}
"""
