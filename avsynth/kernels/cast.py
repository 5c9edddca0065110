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
from avsynth.kernels.beam import PACKET, beam_of
from avsynth.kernels.packet import gather, new_packet, scatter, walk_packet
from avsynth.kernels.single import new_stacks, walk_ray

#: Weight of the last packet in the mean work; packets after which the dearer way is tried again.
LEARNING, TRIED_AGAIN = 0.2, 24
#: How much longer the counted work of rays on their own takes than that of packets, measured.
OWN_WAY = 1.35


@parallel_entry
def cast_rays(tree, meshes, instances, top, rays, order, passed, any_will_do, workers, found):
    """Fill `found` with the closest surface of each ray, or with any that throws a shadow where any will do.

    Rays are taken in `order` int32 (N,) and pass through the object `passed`. The range of any surface is −inf.
    """
    for worker in prange(workers):
        cast_share(tree, meshes, instances, top, rays, order, passed, any_will_do, worker, workers, found)


@inline
def cast_share(tree, meshes, instances, top, rays, order, passed, any_will_do, worker, workers, found):
    """Cast the packets that fall to `worker`."""
    scene = SceneArrays(tree, meshes, instances, top)
    stacks, packet, costs = new_stacks(), new_packet(), np.zeros(2)
    count, turn = len(order), 0
    for first in range(worker * PACKET, count, workers * PACKET):
        gather(rays, order, first, packet)
        beam = beam_of(packet.world, top.extent[0])
        together = beam[0] and pays_together(costs, turn)
        stacks[2][0] = 0
        if together and walk_packet(scene, packet, beam, passed, any_will_do, stacks):
            scatter(packet, min(PACKET, count - first), found)
        else:
            for place in range(first, min(first + PACKET, count)):
                walk_ray(scene, rays, order[place], passed, any_will_do, stacks, found)
        if beam[0]:
            way = 1 if together else 0
            costs[way] += LEARNING * (stacks[2][0] - costs[way]) if turn > 1 else stacks[2][0]
            turn += 1


@lean
def pays_together(costs, turn):
    """Return whether a packet walks together, given the mean work of late of rays on their own and of packets.

    Together pays where several rays fall on each triangle, alone where triangles are smaller than the gaps between
    rays. Both ways are tried first, and now and then the dearer one again.
    """
    if turn < 2:
        return turn == 1
    cheaper = costs[1] < OWN_WAY * costs[0]
    return cheaper if turn % TRIED_AGAIN else not cheaper
