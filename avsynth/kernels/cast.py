"""Casting rays into a scene: the closest surface, or whether there is any. Every ray has its own origin and time.

Rays are taken in packets of neighbours. A packet walks the tree over instances, and for each instance it meets that
part's tree, in the part's frame at each ray's own time; where its rays diverge, each walks on its own. Of two
surfaces at the same range the one with the lower row, then the lower triangle number wins: what a ray meets does not
depend on its neighbours.
"""

import numpy as np
from numba import prange

from avsynth.kernels._jit import inline, lean, parallel_entry
from avsynth.kernels.arrays import SceneArrays
from avsynth.kernels.attributes import describe
from avsynth.kernels.beam import PACKET, WORLD, WORLD_LINE, aim, new_packet
from avsynth.kernels.packet import gather, new_packet_stack, scatter, walk_packet
from avsynth.kernels.sharing import next_piece
from avsynth.kernels.single import new_stack, walk_ray
from avsynth.kernels.vector import dot

#: Cosine of the angle between the first and the last ray of a packet above which it may walk together.
ALIKE = 0.9
#: Rays that a thread takes at a time: neighbours find in its cache what the ones before them have read.
PIECE = 16 * PACKET


@parallel_entry
def cast_rays(tree, meshes, instances, top, rays, order, passed, any_will_do, workers, found, surface):
    """Fill `found` with the closest surface of each ray, or with any that throws a shadow where any will do.

    Rays are taken in `order` int32 (N,) and pass through the object `passed`. The range of any surface is −inf. What
    the surfaces are like goes into `surface`, if that has room for all rays.
    """
    taken = np.zeros(1, np.int64)
    for _ in prange(workers):
        cast_pieces(tree, meshes, instances, top, rays, order, passed, any_will_do, taken, found, surface)


@inline
def cast_pieces(tree, meshes, instances, top, rays, order, passed, any_will_do, taken, found, surface):
    """Cast one piece of the rays after the other, as long as there are any that no thread has `taken`."""
    scene = SceneArrays(tree, meshes, instances, top)
    together, alone, packet = (
        (new_packet_stack(), new_packet_stack(), new_stack()),
        (new_stack(), new_stack()),
        new_packet(),
    )
    first, last = next_piece(taken, PIECE, len(order))
    while first < last:
        for place in range(first, last, PACKET):
            cast_packet(scene, rays, order, place, packet, passed, any_will_do, together, alone, found, surface)
        first, last = next_piece(taken, PIECE, len(order))


@lean
def cast_packet(scene, rays, order, first, packet, passed, any_will_do, together, alone, found, surface):
    """Cast the rays of the packet from place `first` of `order`, together or each alone, and describe what they
    meet.
    """
    last = min(first + PACKET, len(order))
    if not side_by_side(rays, order[first], order[last - 1]) or not cast_together(
        scene, rays, order, first, packet, passed, any_will_do, together, found
    ):
        for place in range(first, last):
            walk_ray(scene, rays, order[place], passed, any_will_do, alone, found)
    if len(surface.instance) == len(order):
        for place in range(first, last):
            describe(scene, rays, order[place], found, surface)


@lean
def cast_together(scene, rays, order, first, packet, passed, any_will_do, stacks, found):
    """Cast the packet of rays from place `first` of `order`; return False, with nothing done, if they diverge."""
    gather(rays, order, first, packet)
    beam = aim(packet, WORLD, WORLD_LINE, scene.top.extent[0])
    if not beam[0]:
        return False
    walk_packet(scene, rays, packet, beam, passed, any_will_do, stacks)
    scatter(packet, min(PACKET, len(order) - first), found)
    return True


@lean
def side_by_side(rays, ray, other):
    """Return whether two rays fly about the same way; if not, their packet need not be looked at more closely."""
    d, e = rays.direction[ray], rays.direction[other]
    return dot(d[0], d[1], d[2], e[0], e[1], e[2]) > ALIKE
