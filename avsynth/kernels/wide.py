"""Wide trees: nodes of up to eight children, made by merging levels of a binary tree, so that eight boxes are tested
at once.
"""

import math

import numpy as np

from avsynth.kernels._jit import entry, inline, lean
from avsynth.kernels.build import half_area
from avsynth.kernels.lanes import LANES

#: Numbers of one node: lower x of all children, lower y, lower z, upper x, upper y, upper z.
NODE = 6 * LANES
#: Where the upper planes begin.
UPPER = 3 * LANES
#: A leaf is written as −1 − (first item · LEAF + number of items − 1).
LEAF = LANES
#: Stands for a child that does not exist, which no leaf is written as.
NO_NODE = -(2**31)
#: Stands for the box of a child that does not exist; far, and finite lest it make NaN.
FAR = np.float32(1e30)


@entry
def widen(node_box, child, count, root, order, wide_box, wide_child, item):
    """Merge the binary tree below `root` to a wide one; return its number of nodes.

    Fills wide_box (M, NODE) and wide_child (M, LANES).

    Items come in blocks of LEAF, one for each leaf: `item` (K,) gets the items of `order` leaf by leaf, −1 where a
    leaf has fewer.
    """
    share = np.empty((len(child), LANES + 1), np.int8)
    nodes = np.empty(2 * len(wide_child), np.int32)
    weigh_merges(node_box, child, count, root, nodes, share)
    waiting = np.empty((len(wide_child) + 1, 2), np.int32)
    chosen, room = np.empty(LANES, np.int32), np.empty(LANES, np.int32)
    waiting[0, 0], waiting[0, 1] = root, 0
    depth, used, filled = 1, 1, 0
    while depth > 0:
        depth -= 1
        source, target = waiting[depth, 0], waiting[depth, 1]
        number = choose_children(child, count, share, source, chosen, room)
        for k in range(LANES):
            wide_child[target, k] = NO_NODE
            for axis in range(3):
                wide_box[target, axis * LANES + k] = FAR
                wide_box[target, UPPER + axis * LANES + k] = -FAR
        for k in range(number):
            node = chosen[k]
            for axis in range(3):
                wide_box[target, axis * LANES + k] = node_box[node, axis]
                wide_box[target, UPPER + axis * LANES + k] = node_box[node, axis + 3]
            if count[node] > 0:
                wide_child[target, k] = -1 - (filled * LEAF + count[node] - 1)
                for place in range(LEAF):
                    item[filled + place] = order[child[node] + place] if place < count[node] else -1
                filled += LEAF
            else:
                wide_child[target, k] = used
                waiting[depth, 0], waiting[depth, 1] = node, used
                depth, used = depth + 1, used + 1
    return used


@inline
def weigh_merges(node_box, child, count, root, nodes, share):
    """Fill `share` int8 (M, LANES + 1) for the binary tree below `root`: what to merge.

    Where up to `number` nodes are to stand for a node and what is below it, its left half gets share[node, number] of
    them; 0: one fewer is as good. A node that becomes wide gives share[node, 1] of its children to its left half. Of
    all ways to merge, this one has wide nodes of the least area together, to which the number of those that a ray
    enters is in proportion [Ylitie]. `nodes` has room for the numbers of all nodes.
    """
    cost = np.empty((len(child), LANES + 1), np.float32)
    nodes[0], place, end = root, 0, 1
    while place < end:  # parents before their children
        node = nodes[place]
        place += 1
        if count[node] == 0:
            nodes[end], nodes[end + 1] = child[node], child[node] + 1
            end += 2
    for place in range(end - 1, -1, -1):
        node = nodes[place]
        if count[node] > 0:
            cost[node] = np.float32(0.0)
        else:
            weigh_node(child[node], half_area(node_box[node]), cost, cost[node], share[node])


@inline
def weigh_node(left, area, cost, own_cost, own_share):
    """Fill the costs and shares (LANES + 1,) of a node from those of its halves."""
    for number in range(2, LANES + 1):
        own_cost[number] = math.inf
        for k in range(1, number):
            total = cost[left, k] + cost[left + 1, number - k]
            if total < own_cost[number]:
                own_cost[number], own_share[number] = total, k
    own_cost[1], own_share[1] = area + own_cost[LANES], own_share[LANES]
    for number in range(2, LANES + 1):
        if own_cost[number] >= own_cost[number - 1]:
            own_cost[number], own_share[number] = own_cost[number - 1], 0


@inline
def choose_children(child, count, share, source, chosen, room):
    """Write the up to LANES descendants that replace node `source` to `chosen`; return their number.

    `room` is scratch of the same length: how many nodes may stand for each of the chosen ones.
    """
    chosen[0], room[0], number, k = source, 1, 1, 0
    if count[source] == 0:
        number = open_node(child, share[source, 1], LANES, 0, number, chosen, room)
    while k < number:
        node = chosen[k]
        while room[k] > 1 and (count[node] > 0 or share[node, room[k]] == 0):
            room[k] -= 1
        if room[k] > 1:
            number = open_node(child, share[node, room[k]], room[k], k, number, chosen, room)
        else:
            k += 1
    return number


@inline
def open_node(child, share, both, place, number, chosen, room):
    """Put the halves of the node at `place` in its place and at the end, with room for `both`; return how many are
    chosen now.
    """
    left = child[chosen[place]]
    chosen[place], chosen[number] = left, left + 1
    room[place], room[number] = share, both - share
    return number + 1


@lean
def leaf_items(code):
    """Return the first item and the number of items of a leaf."""
    packed = -1 - code
    return packed // LEAF, packed % LEAF + 1
