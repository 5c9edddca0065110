"""Trees over boxes: binary ones by the kernels, large ones by several threads, merged to wide ones."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numba
import numpy as np

from avsynth.engine.memory import aligned, locked, locked_join
from avsynth.kernels.arrays import Tree
from avsynth.kernels.build import build_tree
from avsynth.kernels.lanes import LANES
from avsynth.kernels.wide import LEAF, NODE, widen

#: Boxes are padded by this share of their largest coordinate, and by PADDING, more than the rounding of the walk.
RELATIVE_PADDING = 2.0**-21
PADDING = 1e-6  #: [m]
#: From so many items on the tree is built by several threads, each at a share of about 1 / SHARES of them.
MANY, SHARES = 50_000, 16


def built_tree(box: np.ndarray, leaf_size: int) -> tuple[Tree, np.ndarray]:
    """Return the tree over items with bounding `box` (N, 6), padded, and the items in blocks, one for each leaf; −1:
    none.
    """
    count = len(box)
    if count == 0:
        return Tree(np.zeros((0, NODE), np.float32), np.zeros((0, LANES), np.int32)), np.zeros(0, np.int32)
    padding = padding_of(box)
    sides = np.array([-padding] * 3 + [padding] * 3, box.dtype)
    padded = locked(np.add(box, sides, out=aligned(box.shape, np.float32), casting="same_kind"))
    binary = _binary_tree(padded, leaf_size)
    # a wide node replaces at least one binary node that is no leaf, of which there is one fewer than leaves
    wide_box, wide_child = aligned((binary.leaves, NODE), np.float32), aligned((binary.leaves, LANES), np.int32)
    item = aligned((LEAF * binary.leaves,), np.int32)
    used = widen(binary.box, binary.child, binary.count, binary.root, binary.order, wide_box, wide_child, item)
    return Tree(locked_join([wide_box[:used]]), locked_join([wide_child[:used]])), item


def padding_of(coordinates: np.ndarray) -> float:
    """Return by how much boxes around these coordinates are enlarged [m]."""
    return RELATIVE_PADDING * max(abs(coordinates.min(initial=0.0)), abs(coordinates.max(initial=0.0))) + PADDING


class BinaryTree(NamedTuple):
    """Nodes: box (M, 6), first child or item (M,), number of items or 0 if it has children (M,); items in their order
    (N,); the root, and how many leaves there are.
    """

    box: np.ndarray
    child: np.ndarray
    count: np.ndarray
    order: np.ndarray
    root: int
    leaves: int


def _binary_tree(box: np.ndarray, leaf_size: int) -> BinaryTree:
    """Return the binary tree over items with bounding `box` (N, 6).

    The nodes below one over the items from `first` on lie at places 2 `first` and following, the root and, if the tree
    is built in shares, what is above them behind those. Nothing depends on the number of threads.
    """
    size = len(box)
    root, in_shares, block = 2 * size, size >= MANY, leaf_size
    room = 4 * size if in_shares else 2 * size + 1
    nodes = aligned((room, 6), np.float32), aligned((room,), np.int32), aligned((room,), np.int32)
    order = aligned((size,), np.int32)
    order[:] = 1
    np.cumsum(order, out=order)
    order -= 1
    if not in_shares:
        used = 1 + build_tree(box, order, root, (0, size, 0, 0), leaf_size, block, *nodes)
        return BinaryTree(*nodes, order, root, (used + 1) // 2)
    end = build_tree(box, order, root, (0, size, 0, root + 1), size // SHARES, block, *nodes)
    _, child, count = nodes

    def build_share(node: int) -> int:
        first = int(child[node])
        whole = first, int(count[node]), 0, 2 * first
        return build_tree(box, order, int(node), whole, leaf_size, block, *nodes) - 2 * first

    with ThreadPoolExecutor(numba.get_num_threads()) as pool:
        below = sum(pool.map(build_share, root + np.flatnonzero(count[root:end] > leaf_size)))
    return BinaryTree(*nodes, order, root, (end - root + below + 1) // 2)
