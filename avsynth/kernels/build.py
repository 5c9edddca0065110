"""Building a tree of boxes by the surface-area heuristic with bins [Wald]_; for triangles of a mesh and for
instances.
"""

import math

import numpy as np

from avsynth.kernels._jit import entry, inline

#: Candidate planes per axis are one fewer than the bins.
BINS = 16
#: From this level on nodes are halved by number, which bounds the depth by this plus log2(N).
DEEPEST = 40
#: Entries of the stack while building.
STACK = 96
#: Centres closer than this [m] count as one.
SMALLEST_SPAN = np.float32(1e-30)


@entry
def build_tree(box, order, root, whole, smallest, block, node_box, child, count):
    """Build the tree below a node over some of the items with bounding `box` float32 (N, 6);
    return the first place for nodes that is still free.

    Leaf k holds the items ``order[child[k] :][:count[k]]``. Nodes of up to `smallest` items become leaves; if that is
    more than a leaf may have, what is below them is built by calls of their own, at the same time if need be.

    Parameters
    ----------
    order : int32 (N,)
        Items; reordered within the node's own.
    root : int
        The node. Its place in the arrays of nodes is its own; nodes below it take the places from `whole[3]` on.
    whole : tuple (first, size, level, used)
        The node's items in `order`, its level, the first free place for nodes.
    block : int
        So many items are tested at once, so that a leaf which is not full costs as much as a full one.
    node_box, child, count : float32 (M, 6), int32 (M,), int32 (M,)
    """
    first, size, level, used = whole
    stack, bins = np.empty((STACK, 4), np.int64), new_bins()
    stack[0, 0], stack[0, 1], stack[0, 2], stack[0, 3] = root, first, size, level
    depth = 1
    while depth > 0:
        depth -= 1
        node, first, size, level = stack[depth]
        enclose(box, order, first, size, node_box[node])
        left = split(box, order, first, size, smallest, block, level, bins)
        if left == 0:
            child[node], count[node] = first, size
            continue
        child[node], count[node] = used, 0
        # the larger half waits below the smaller one, which bounds the stack by log2(N)
        large, small = (0, 1) if left >= size - left else (1, 0)
        stack[depth + large, 0], stack[depth + large, 1], stack[depth + large, 2] = used, first, left
        stack[depth + small, 0], stack[depth + small, 1], stack[depth + small, 2] = used + 1, first + left, size - left
        stack[depth, 3] = stack[depth + 1, 3] = level + 1
        used, depth = used + 2, depth + 2
    return used


@inline
def new_bins():
    """Return scratch space: box (3, BINS, 6) and number (3, BINS) of each bin, cost from the right (BINS,), a box
    (6,).
    """
    return (
        np.empty((3, BINS, 6), np.float32),
        np.empty((3, BINS), np.int64),
        np.empty(BINS, np.float64),
        np.empty(6, np.float32),
    )


@inline
def enclose(box, order, first, size, out):
    """Write the box around `size` items from place `first` of `order` to `out` (6,)."""
    make_empty(out)
    for i in range(first, first + size):
        extend(out, box[order[i]])


@inline
def make_empty(box):
    """Make `box` (6,) the box around nothing."""
    for k in range(3):
        box[k], box[k + 3] = np.float32(math.inf), np.float32(-math.inf)


@inline
def extend(box, other):
    """Enlarge `box` (6,) so that it encloses `other` (6,)."""
    for k in range(3):
        box[k] = min(box[k], other[k])
        box[k + 3] = max(box[k + 3], other[k + 3])


@inline
def half_area(box):
    """Return half of the surface of a box."""
    x, y, z = float(box[3] - box[0]), float(box[4] - box[1]), float(box[5] - box[2])
    return x * y + y * z + z * x if x >= 0.0 else 0.0


@inline
def split(box, order, first, size, leaf_size, block, level, bins):
    """Reorder the items so that the left child's come first; return how many those are, 0 for a leaf."""
    if size <= leaf_size:
        return 0
    low, high = centre_bounds(box, order, first, size)
    fill_bins(box, order, first, size, low, high, bins)
    axis, plane = cheapest_plane(size, block, low, high, bins)
    if axis < 0 or level >= DEEPEST:
        return size // 2
    return partition(box, order, first, size, axis, plane, low[axis], bin_scale(low[axis], high[axis]))


@inline
def centre_bounds(box, order, first, size):
    """Return lower and upper bound of twice the centres of the items, two tuples of float32."""
    lx, ly, lz = np.float32(math.inf), np.float32(math.inf), np.float32(math.inf)
    hx, hy, hz = np.float32(-math.inf), np.float32(-math.inf), np.float32(-math.inf)
    for i in range(first, first + size):
        b = box[order[i]]
        x, y, z = b[0] + b[3], b[1] + b[4], b[2] + b[5]
        lx, ly, lz = min(lx, x), min(ly, y), min(lz, z)
        hx, hy, hz = max(hx, x), max(hy, y), max(hz, z)
    return (lx, ly, lz), (hx, hy, hz)


@inline
def bin_scale(low, high):
    """Return bins per unit of twice the centre; the highest centre falls into the last bin."""
    return np.float32(BINS) * np.float32(0.99999) / (high - low) if high - low > SMALLEST_SPAN else np.float32(0.0)


@inline
def fill_bins(box, order, first, size, low, high, bins):
    """Sort the items into bins along each axis: their number and their common box."""
    bin_box, bin_count = bins[0], bins[1]
    bin_count[:] = 0
    bin_box[:, :, :3] = np.float32(math.inf)
    bin_box[:, :, 3:] = np.float32(-math.inf)
    sx, sy, sz = bin_scale(low[0], high[0]), bin_scale(low[1], high[1]), bin_scale(low[2], high[2])
    for i in range(first, first + size):
        b = box[order[i]]
        x = int((b[0] + b[3] - low[0]) * sx)
        y = int((b[1] + b[4] - low[1]) * sy)
        z = int((b[2] + b[5] - low[2]) * sz)
        bin_count[0, x] += 1
        bin_count[1, y] += 1
        bin_count[2, z] += 1
        extend(bin_box[0, x], b)
        extend(bin_box[1, y], b)
        extend(bin_box[2, z], b)


@inline
def cheapest_plane(size, block, low, high, bins):
    """Return (axis, first bin on the right) of the split of least Σ area × blocks of items; axis −1 if all centres
    coincide.
    """
    bin_box, bin_count, right, sweep = bins
    best_axis, best_plane, best = -1, 0, math.inf
    for axis in range(3):
        if not high[axis] - low[axis] > SMALLEST_SPAN:
            continue
        make_empty(sweep)
        number = 0
        for k in range(BINS - 1, 0, -1):
            extend(sweep, bin_box[axis, k])
            number += bin_count[axis, k]
            right[k] = blocks_of(number, block) * half_area(sweep)
        make_empty(sweep)
        number = 0
        for k in range(1, BINS):
            extend(sweep, bin_box[axis, k - 1])
            number += bin_count[axis, k - 1]
            cost = blocks_of(number, block) * half_area(sweep) + right[k]
            if 0 < number < size and cost < best:
                best_axis, best_plane, best = axis, k, cost
    return best_axis, best_plane


@inline
def blocks_of(number, block):
    """Return how many blocks a number of items fills, the last one perhaps in part."""
    return (number + block - 1) // block


@inline
def partition(box, order, first, size, axis, plane, low, scale):
    """Move the items of bins below `plane` to the front; return how many they are."""
    i, j = first, first + size - 1
    while i <= j:
        b = box[order[i]]
        if int((b[axis] + b[axis + 3] - low) * scale) < plane:
            i += 1
        else:
            order[i], order[j] = order[j], order[i]
            j -= 1
    return i - first
