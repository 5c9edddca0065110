"""Trees waste little: full blocks, and wide nodes of the least area that merging can reach."""

import itertools

import numpy as np
import pytest

from avsynth.kernels.build import build_tree
from avsynth.kernels.lanes import LANES
from avsynth.kernels.wide import NO_NODE, NODE, UPPER, widen


def binary(rng, count, leaf_size):
    """Return the binary tree over boxes at random places: box, child, count of its nodes, order."""
    low = rng.uniform(0, 10, (count, 3))
    box = np.concatenate([low, low + rng.uniform(0.01, 3, (count, 3))], axis=1).astype(np.float32)
    nodes = np.zeros((2 * count + 1, 6), np.float32), np.zeros(2 * count, np.int32), np.zeros(2 * count, np.int32)
    order = np.arange(count, dtype=np.int32)
    box.setflags(write=False)  # as the engine gives it
    build_tree(box, order, 0, (0, count, 0, 1), leaf_size, leaf_size, *nodes)
    return *nodes, order


def widened(node_box, child, count, order):
    """Return boxes and children of the wide tree, and the items of its leaves."""
    box, wide_child = np.empty((len(child), NODE), np.float32), np.empty((len(child), LANES), np.int32)
    item = np.empty(LANES * len(child), np.int32)
    used = widen(node_box, child, count, 0, order, box, wide_child, item)
    return box[:used], wide_child[:used], item


def area(box):
    """Return half of the surface of a box (6,)."""
    x, y, z = box[3:].astype(float) - box[:3]
    return x * y + y * z + z * x


def least_area(node, node_box, child, count):
    """Return the least area of all wide nodes below and with `node`, every way to merge tried."""
    if count[node] > 0:
        return 0.0
    ways = fronts(node, child, count, LANES, whole=False)
    return area(node_box[node]) + min(sum(least_area(n, node_box, child, count) for n in way) for way in ways)


def fronts(node, child, count, most, whole=True):
    """Yield all sets of at most `most` nodes that together stand for `node`."""
    if whole:
        yield (node,)
    if count[node] == 0 and most > 1:
        halves = (list(fronts(child[node] + k, child, count, most - 1)) for k in (0, 1))
        for left, right in itertools.product(*halves):
            if len(left) + len(right) <= most:
                yield left + right


@pytest.mark.parametrize("seed", range(6))
def test_wide_nodes_have_the_least_area_of_all_ways_to_merge(seed):
    node_box, child, count, order = binary(np.random.default_rng(seed), 13, 1)

    box, wide_child, _ = widened(node_box, child, count, order)

    planes = box.reshape(-1, 2, 3, LANES)
    total = sum(area(np.concatenate([low.min(axis=1), high.max(axis=1)])) for low, high in planes)
    assert total == pytest.approx(least_area(0, node_box, child, count), rel=1e-6)
    assert np.sort(wide_child[wide_child >= 0]).tolist() == list(range(1, len(box)))


def test_a_wide_tree_holds_every_item_once_within_the_boxes_above_it():
    node_box, child, count, order = binary(np.random.default_rng(1), 3000, LANES)

    box, wide_child, item = widened(node_box, child, count, order)

    leaves = wide_child[(wide_child < 0) & (wide_child != NO_NODE)]
    first, size = (-1 - leaves) // LANES, (-1 - leaves) % LANES + 1
    items = np.concatenate([item[f : f + s] for f, s in zip(first, size, strict=True)])
    assert np.sort(items).tolist() == list(range(3000))
    for node, lane in zip(*np.nonzero(wide_child >= 0), strict=True):
        below = box[wide_child[node, lane]].reshape(2, 3, LANES)
        np.testing.assert_array_equal(below[0].min(axis=1), box[node, lane:UPPER:LANES])
        np.testing.assert_array_equal(below[1].max(axis=1), box[node, UPPER + lane :: LANES])


def test_blocks_are_nearly_full():
    count = binary(np.random.default_rng(2), 20_000, LANES)[2]

    leaves = count[count > 0]

    assert leaves.sum() == 20_000
    assert leaves.mean() > 0.9 * LANES
