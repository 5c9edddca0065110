"""Threads that take pieces of a common work as they become free, so that none idles while another has much left."""

import numpy as np
from numba import types
from numba.extending import intrinsic

from avsynth.kernels._jit import lean


@intrinsic
def added(context, counter, amount):
    """Add `amount` to counter[0] in one step that no other thread can fall between; return what stood there before.

    counter : int64 (1,)
    """

    def build(context, builder, signature, arguments):
        place = context.make_array(signature.args[0])(context, builder, arguments[0]).data
        step = context.cast(builder, arguments[1], signature.args[1], types.int64)
        return builder.atomic_rmw("add", place, step, "monotonic")

    return types.int64(counter, amount), build


@lean
def next_piece(counter, size, count):
    """Return first and one after the last of the next `size` of `count` items that no thread has taken yet; an empty
    range after the last.
    """
    first = added(counter, np.int64(size))
    return min(first, count), min(first + size, count)
