"""Draw shaded pictures of actors: ``python tools/contact_sheet.py car van -n 6 -o sheet.png``.

A plain z-buffer-free look by open3d's ray casting; colours and normals are the model's own, back faces are magenta.
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
BACK_FACE = np.array([1.0, 0.0, 1.0])


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
    options = parser.parse_args()
    settings = dict(pair.split("=", 1) for pair in options.set)
    rows = []
    for kind in options.kinds or ACTORS.names():
        for number in range(options.n):
            actor = ACTORS.build({"kind": kind, **settings}, kind).dressed(Stream(number).child(kind))
            motion = Motion(options.distance * (1 + 0.37 * number), options.speed, options.curvature)
            pictures = [picture(actor, motion, VIEWS[view], options.size) for view in options.views]
            label(
                pictures[0],
                f"{kind} {number}: {actor.model().triangle_count} triangles {np.round(actor.model().size, 2)}",
            )
            rows.append(np.hstack(pictures))
    columns = 1 if len(rows) < 4 else 2
    rows += [np.full_like(rows[0], 255)] * (-len(rows) % columns)
    sheet = np.vstack([np.hstack(rows[k : k + columns]) for k in range(0, len(rows), columns)])
    cv2.imwrite(str(options.o), sheet[..., ::-1])


def picture(actor: Actor, motion: Motion, view: tuple[float, float], size: int) -> np.ndarray:
    """Return a square picture uint8 (size, size, 3) of one posed actor."""
    import open3d

    corners, colours, normals, glass = triangles_of(actor, motion)
    scene = open3d.t.geometry.RaycastingScene(nthreads=1)
    index = np.arange(3 * len(corners), dtype=np.uint32).reshape(-1, 3)
    scene.add_triangles(corners.reshape(-1, 3).astype(np.float32), index)
    scene.add_triangles(*ground(-actor.model().size[2] / 2))
    rays, ahead = camera(corners.reshape(-1, 3), view, size)
    colour = shade(scene, rays, (colours, normals, glass), ahead)
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


def camera(points: np.ndarray, view: tuple[float, float], size: int) -> tuple[np.ndarray, np.ndarray]:
    """Return parallel rays (4 size², 6) float32 that frame `points`, and the viewing direction."""
    azimuth, elevation = np.deg2rad(view)
    ahead = -np.array([np.cos(azimuth) * np.cos(elevation), np.sin(azimuth) * np.cos(elevation), np.sin(elevation)])
    right = np.cross(ahead, [0, 0, 1]) / np.linalg.norm(np.cross(ahead, [0, 0, 1]))
    up = np.cross(right, ahead)
    middle = (points.min(axis=0) + points.max(axis=0)) / 2
    reach = 1.06 * max(np.abs((points - middle) @ right).max(), np.abs((points - middle) @ up).max())
    steps = (np.arange(2 * size) + 0.5) / size - 1
    origins = middle - 60 * ahead + reach * (steps[None, :, None] * right - steps[:, None, None] * up)
    rays = np.concatenate([origins, np.broadcast_to(ahead, origins.shape)], axis=2)
    return rays.reshape(-1, 6).astype(np.float32), ahead


def shade(scene: object, rays: np.ndarray, surface: tuple[np.ndarray, ...], ahead: np.ndarray) -> np.ndarray:
    """Return linear colours (N, 3): sun with shadows, sky light, one look through glass."""
    import open3d

    colours, normals, glass = surface
    out, weight = np.zeros((len(rays), 3)), np.ones((len(rays), 1))
    for _ in range(4):
        hit = scene.cast_rays(open3d.core.Tensor(rays), nthreads=1)
        depth, geometry, triangle = (hit[key].numpy() for key in ("t_hit", "geometry_ids", "primitive_ids"))
        uv = hit["primitive_uvs"].numpy()
        thing, floor = geometry == 0, geometry == 1
        face = np.where(thing, triangle, 0)
        corner = normals[face]
        normal = corner[:, 0] * (1 - uv.sum(1, keepdims=True)) + corner[:, 1] * uv[:, :1] + corner[:, 2] * uv[:, 1:]
        normal = np.where(thing[:, None], normal, [0, 0, 1])
        flat = hit["primitive_normals"].numpy()
        lit = np.clip(normal @ SUN, 0, None)
        places = (
            rays[:, :3] + np.where(np.isfinite(depth), depth, 0)[:, None] * rays[:, 3:] - 2e-3 * ahead + 2e-3 * normal
        )
        to_sun = np.concatenate([places, np.broadcast_to(SUN, places.shape)], axis=1).astype(np.float32)
        lit = lit * ~scene.test_occlusions(open3d.core.Tensor(to_sun), nthreads=1).numpy()
        light = 0.9 * lit[:, None] + 0.28 * (0.65 + 0.35 * normal[:, 2:]) * np.array([0.9, 1.0, 1.15])
        colour = np.where(thing[:, None], colours[face], 0.22) * light * 1.25
        back = thing & (np.einsum("ij,ij->i", flat, rays[:, 3:]) > 0) & (weight[:, 0] == 1)
        colour = np.where(back[:, None], BACK_FACE, colour)
        colour = np.where((thing | floor)[:, None], colour, [0.55, 0.68, 0.85])
        clear = np.where(thing, glass[face], 0.0)[:, None]
        mirror = np.where(clear > 0, 0.10 * np.array([0.7, 0.8, 1.0]), 0)
        out += weight * ((1 - clear) * colour + mirror)
        weight = weight * clear
        rays = np.concatenate(
            [rays[:, :3] + np.where(np.isfinite(depth), depth + 1e-3, 0)[:, None] * rays[:, 3:], rays[:, 3:]], axis=1
        ).astype(np.float32)
    return out


def label(image: np.ndarray, text: str) -> None:
    """Write `text` into the upper left corner of `image`."""
    cv2.putText(image, text, (6, 16), cv2.FONT_HERSHEY_SIMPLEX, 0.42, (0, 0, 0), 1, cv2.LINE_AA)


if __name__ == "__main__":
    main()
