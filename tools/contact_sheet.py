"""Draw shaded pictures of actors: ``python tools/contact_sheet.py car van -n 6 -o sheet.png``.

A plain look by open3d's ray casting (in the extra ``dev``); colours and normals are the model's own.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import cv2
import numpy as np

from avsynth.catalog.materials import materials
from avsynth.contracts import ACTORS, Actor, Motion
from avsynth.core.seed import Stream

#: Azimuth and elevation [deg] of the views.
VIEWS = {"side": (90, 2), "front": (0, 4), "rear": (180, 4), "oblique": (35, 14), "behind": (145, 14), "top": (90, 80)}
SUN = np.array([0.45, 0.55, 0.70]) / np.linalg.norm([0.45, 0.55, 0.70])
BACK_FACE, SKY, GROUND = np.array([1.0, 0.0, 1.0]), np.array([0.55, 0.68, 0.85]), 0.22
#: Panes of glass looked through, light each reflects [1], and how far a ray starts off a surface [m].
LAYERS, GLASS_SHEEN, STEP = 4, 0.10, 1e-3


def main() -> None:
    """Draw the kinds named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kinds", nargs="*", help="kinds of actors; all by default")
    parser.add_argument("-n", type=int, default=3, help="variants of each kind")
    parser.add_argument("-o", type=Path, default=Path("contact_sheet.png"))
    parser.add_argument("--views", nargs="+", default=["oblique", "behind", "side"], choices=VIEWS)
    parser.add_argument("--set", nargs="*", default=[], help="fields, such as style=sedan")
    parser.add_argument("--distance", type=float, default=1.3, help="distance travelled [m], for joints")
    parser.add_argument("--speed", type=float, default=1.4)
    parser.add_argument("--curvature", type=float, default=0.0)
    parser.add_argument("--size", type=int, default=420, help="pixels per picture")
    parser.add_argument("--reveal", action="store_true", help="paint back faces magenta")
    options = parser.parse_args()
    settings = dict(pair.split("=", 1) for pair in options.set)
    rows = []
    for kind in options.kinds or [name for name in ACTORS.names() if name != "mesh"]:
        for number in range(options.n):
            actor = ACTORS.build({"kind": kind, **settings}, kind).dressed(Stream(number).child(kind))
            motion = Motion(options.distance * (1 + 0.37 * number), options.speed, options.curvature)
            pictures = [
                picture(actor, motion, VIEWS[view], options.size, reveal=options.reveal) for view in options.views
            ]
            label(
                pictures[0],
                f"{kind} {number}: {actor.model().triangle_count} triangles {np.round(actor.model().size, 2)}",
            )
            rows.append(np.hstack(pictures))
    columns = 1 if len(rows) < 4 else 2
    rows += [np.full_like(rows[0], 255)] * (-len(rows) % columns)
    sheet = np.vstack([np.hstack(rows[k : k + columns]) for k in range(0, len(rows), columns)])
    cv2.imwrite(str(options.o), sheet[..., ::-1])


def picture(actor: Actor, motion: Motion, view: tuple[float, float], size: int, *, reveal: bool = False) -> np.ndarray:
    """Return a square picture uint8 (size, size, 3) of one posed actor."""
    import open3d

    corners, colours, normals, glass = triangles_of(actor, motion)
    scene = open3d.t.geometry.RaycastingScene(nthreads=1)
    index = np.arange(3 * len(corners), dtype=np.uint32).reshape(-1, 3)
    scene.add_triangles(corners.reshape(-1, 3).astype(np.float32), index)
    scene.add_triangles(*ground(-actor.model().size[2] / 2))
    rays = camera(corners.reshape(-1, 3), view, size)
    colour = shade(scene, rays, (colours, normals, glass), reveal=reveal)
    small = colour.reshape(size, 2, size, 2, 3).mean(axis=(1, 3))
    return (255 * np.clip(small, 0, 1) ** (1 / 2.2)).astype(np.uint8)


def ground(level: float) -> tuple[np.ndarray, np.ndarray]:
    """Return a large square at height `level` [m]."""
    corners = np.array([[-50, -50, level], [50, -50, level], [50, 50, level], [-50, 50, level]], np.float32)
    return corners, np.array([[0, 1, 2], [0, 2, 3]], np.uint32)


def triangles_of(actor: Actor, motion: Motion) -> tuple[np.ndarray, ...]:
    """Return corners (T, 3, 3), colours (T, 3), corner normals (T, 3, 3) and transmission (T,) of the posed model."""
    shape, table = actor.model(), materials()
    finish = dict(zip(shape.slot_names, shape.slots, strict=True)) | dict(actor.finish())
    numbers = np.array([table.index(name) for name in finish.values()])
    angles = actor.joints(motion)
    corners, colours, normals, glass = [], [], [], []
    for part in shape.parts:
        pose = part.model_from_part(angles)
        corners.append(pose.points(part.mesh.vertices)[part.mesh.triangles])
        normals.append(pose.directions(part.mesh.normals)[part.mesh.triangles])
        colours.append(table.colour[numbers[part.mesh.slots]] + table.emission[numbers[part.mesh.slots]] * 0.4)
        glass.append(table.transmission[numbers[part.mesh.slots]])
    return tuple(np.concatenate(piece) for piece in (corners, colours, normals, glass))


def camera(points: np.ndarray, view: tuple[float, float], size: int) -> np.ndarray:
    """Return parallel rays (4 size², 6) float32 that frame `points`, two by two to a pixel."""
    azimuth, elevation = np.deg2rad(view)
    ahead = -np.array([np.cos(azimuth) * np.cos(elevation), np.sin(azimuth) * np.cos(elevation), np.sin(elevation)])
    right = np.cross(ahead, [0, 0, 1]) / np.linalg.norm(np.cross(ahead, [0, 0, 1]))
    up = np.cross(right, ahead)
    middle = (points.min(axis=0) + points.max(axis=0)) / 2
    reach = 1.06 * max(np.abs((points - middle) @ right).max(), np.abs((points - middle) @ up).max())
    steps = (np.arange(2 * size) + 0.5) / size - 1
    origins = middle - 60 * ahead + reach * (steps[None, :, None] * right - steps[:, None, None] * up)
    rays = np.concatenate([origins, np.broadcast_to(ahead, origins.shape)], axis=2)
    return rays.reshape(-1, 6).astype(np.float32)


def shade(scene: object, rays: np.ndarray, surface: tuple[np.ndarray, ...], *, reveal: bool) -> np.ndarray:
    """Return linear colours (N, 3): sun with shadows and sky light, through up to `LAYERS` panes of glass.

    `reveal` paints back faces that are seen first in magenta.
    """
    import open3d

    colours, normals, glass = surface
    total, weight = np.zeros((len(rays), 3)), np.ones((len(rays), 1))
    for layer in range(LAYERS):
        hit = {key: value.numpy() for key, value in scene.cast_rays(open3d.core.Tensor(rays), nthreads=1).items()}
        thing, floor = hit["geometry_ids"] == 0, hit["geometry_ids"] == 1
        face = np.where(thing, hit["primitive_ids"], 0)
        back = thing & (np.einsum("ij,ij->i", hit["primitive_normals"], rays[:, 3:]) > 0)
        normal = _shading_normal(normals[face], hit["primitive_uvs"])
        normal = np.where(thing[:, None], np.where(back[:, None], -normal, normal), [0.0, 0.0, 1.0])
        reach = np.where(thing | floor, hit["t_hit"], 0.0)[:, None]
        colour = np.where(thing[:, None], colours[face], GROUND) * _light(scene, rays, reach, normal)
        colour = np.where((thing | floor)[:, None], colour, SKY)
        if reveal and layer == 0:
            colour = np.where(back[:, None], BACK_FACE, colour)
        clear = np.where(thing, glass[face], 0.0)[:, None]
        total += weight * ((1 - clear) * colour + GLASS_SHEEN * SKY * (clear > 0))
        weight = weight * clear
        rays = np.concatenate([rays[:, :3] + (reach + STEP) * rays[:, 3:], rays[:, 3:]], axis=1).astype(np.float32)
    return total


def _shading_normal(corners: np.ndarray, uv: np.ndarray) -> np.ndarray:
    """Return the normals between those of the corners (N, 3, 3) at the places (N, 2) in the triangles."""
    return corners[:, 0] * (1 - uv.sum(1, keepdims=True)) + corners[:, 1] * uv[:, :1] + corners[:, 2] * uv[:, 1:]


def _light(scene: object, rays: np.ndarray, reach: np.ndarray, normal: np.ndarray) -> np.ndarray:
    """Return the light (N, 3) that falls on the places met: sun unless shadowed, and sky."""
    import open3d

    places = rays[:, :3] + (reach - 2 * STEP) * rays[:, 3:] + 2 * STEP * normal
    to_sun = np.concatenate([places, np.broadcast_to(SUN, places.shape)], axis=1).astype(np.float32)
    shadow = scene.test_occlusions(open3d.core.Tensor(to_sun), nthreads=1).numpy()
    sun = np.clip(normal @ SUN, 0, None) * ~shadow
    return 1.1 * sun[:, None] + 0.35 * (0.65 + 0.35 * normal[:, 2:]) * np.array([0.9, 1.0, 1.15])


def label(image: np.ndarray, text: str) -> None:
    """Write `text` into the upper left corner of `image`."""
    cv2.putText(image, text, (6, 16), cv2.FONT_HERSHEY_SIMPLEX, 0.42, (0, 0, 0), 1, cv2.LINE_AA)


if __name__ == "__main__":
    main()
