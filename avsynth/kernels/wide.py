"""Wide trees: nodes of up to eight children, made by merging levels of a binary tree, so that eight boxes are tested
at once.
"""

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
    waiting = np.empty((len(wide_child) + 1, 2), np.int32)
    chosen = np.empty(LANES, np.int32)
    waiting[0, 0], waiting[0, 1] = root, 0
    depth, used, filled = 1, 1, 0
    while depth > 0:
        depth -= 1
        source, target = waiting[depth, 0], waiting[depth, 1]
        number = choose_children(node_box, child, count, source, chosen)
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
def choose_children(node_box, child, count, source, chosen):
    """Write up to LANES descendants that together replace node `source`, opening the largest first; return their
    number.
    """
    chosen[0] = source
    number = 1
    while number < LANES:
        largest, place = -1.0, -1
        for k in range(number):
            area = half_area(node_box[chosen[k]])
            if count[chosen[k]] == 0 and area > largest:
                largest, place = area, k
        if place < 0:
            break
        first = child[chosen[place]]
        chosen[place], chosen[number] = first, first + 1
        number += 1
    return number


@lean
def leaf_items(code):
    """Return the first item and the number of items of a leaf."""
    packed = -1 - code
    return packed // LEAF, packed % LEAF + 1
