"""Eight numbers at once: values that kernels add, compare and choose from as if they were one number.

LLVM turns an operation on `LANES` numbers into one or a few instructions of whatever vector unit the machine has, so
that a kernel which tests eight boxes or eight rays at a time reads like one that tests a single one. The operators
+ − * / and < <= > >= work between lanes, and between lanes and floats; comparisons give a mask, for which & and | work.
"""

import operator

from llvmlite import ir
from numba import types
from numba.extending import intrinsic, lower_builtin, models, register_model, type_callable

#: How many numbers stand side by side.
LANES = 8


class Lanes(types.Type):
    """Numba's type of eight floats."""

    def __init__(self, dtype):
        self.dtype = dtype
        super().__init__(name=f"Lanes({dtype})")


class Mask(types.Type):
    """Numba's type of eight truth values."""

    def __init__(self):
        super().__init__(name="Mask")


MASK = Mask()
ELEMENT = {types.float32: ir.FloatType(), types.float64: ir.DoubleType()}


@register_model(Lanes)
class LanesModel(models.PrimitiveModel):
    """Lanes live in a vector register."""

    def __init__(self, manager, kind):
        super().__init__(manager, kind, ir.VectorType(ELEMENT[kind.dtype], LANES))


@register_model(Mask)
class MaskModel(models.PrimitiveModel):
    """Masks live in a mask or vector register."""

    def __init__(self, manager, kind):
        super().__init__(manager, kind, ir.VectorType(ir.IntType(1), LANES))


@intrinsic
def load(context, array, place):
    """Return the eight numbers of a contiguous array from flat index `place` on."""
    kind = Lanes(array.dtype)

    def build(context, builder, signature, arguments):
        pointer = _pointer(context, builder, signature, arguments)
        return builder.load(pointer, align=array.dtype.bitwidth // 8)

    return kind(array, place), build


@intrinsic
def load_as_float64(context, array, place):
    """Return eight numbers of a contiguous float32 array from flat index `place` on, as float64."""

    def build(context, builder, signature, arguments):
        single = builder.load(_pointer(context, builder, signature, arguments), align=4)
        return builder.fpext(single, ir.VectorType(ELEMENT[types.float64], LANES))

    return Lanes(types.float64)(array, place), build


@intrinsic
def store(context, array, place, lanes):
    """Write eight numbers to a contiguous array from flat index `place` on."""

    def build(context, builder, signature, arguments):
        pointer = _pointer(context, builder, signature, arguments)
        builder.store(arguments[2], pointer, align=array.dtype.bitwidth // 8)
        return context.get_dummy_value()

    return types.none(array, place, lanes), build


def _pointer(context, builder, signature, arguments):
    """Return the address of element `place` of `array`, as that of lanes."""
    array = context.make_array(signature.args[0])(context, builder, arguments[0])
    vector = ir.VectorType(ELEMENT[signature.args[0].dtype], LANES)
    place = context.cast(builder, arguments[1], signature.args[1], types.intp)
    return builder.bitcast(builder.gep(array.data, [place]), vector.as_pointer())


@intrinsic
def choose(context, mask, first, second):
    """Return, lane by lane, `first` where `mask` is true, else `second`."""
    kind = first if isinstance(first, Lanes) else second

    def build(context, builder, signature, arguments):
        a, b = (_as_lanes(builder, kind, *pair) for pair in zip(signature.args[1:], arguments[1:], strict=True))
        return builder.select(arguments[0], a, b)

    return kind(mask, first, second), build


@intrinsic
def bits(context, mask):
    """Return a mask as the lowest eight bits of an int64, lane 0 lowest."""

    def build(context, builder, signature, arguments):
        return builder.zext(builder.bitcast(arguments[0], ir.IntType(LANES)), ir.IntType(64))

    return types.int64(mask), build


@intrinsic
def mask_of(context, number):
    """Return the mask whose lanes are the lowest eight bits of an integer."""

    def build(context, builder, signature, arguments):
        low = builder.trunc(arguments[0], ir.IntType(LANES))
        return builder.bitcast(low, ir.VectorType(ir.IntType(1), LANES))

    return MASK(number), build


@intrinsic
def lowest_bit(context, number):
    """Return the place of the lowest set bit of an integer that is not zero."""

    def build(context, builder, signature, arguments):
        return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 1))

    return types.int64(number), build


@intrinsic
def bit_count(context, number):
    """Return how many bits of an integer are set."""

    def build(context, builder, signature, arguments):
        return builder.ctpop(arguments[0])

    return types.int64(number), build


def _reduction(name):
    """Return the intrinsic that takes the least or greatest of lanes."""

    @intrinsic
    def reduce(context, lanes):
        def build(context, builder, signature, arguments):
            value, count = arguments[0], LANES
            while count > 1:
                count //= 2
                order = [ir.Constant(ir.IntType(32), (k + count) % LANES) for k in range(LANES)]
                shifted = builder.shuffle_vector(value, value, ir.Constant(ir.VectorType(ir.IntType(32), LANES), order))
                value = builder.select(builder.fcmp_ordered(name, value, shifted), value, shifted)
            return builder.extract_element(value, ir.Constant(ir.IntType(32), 0))

        return lanes.dtype(lanes), build

    return reduce


least, greatest = _reduction("<"), _reduction(">")


def _choice(name):
    """Return the intrinsic that takes the smaller or larger of two, lane by lane; the second one where either is no
    number.
    """

    @intrinsic
    def pick(context, first, second):
        kind = first if isinstance(first, Lanes) else second

        def build(context, builder, signature, arguments):
            a, b = (_as_lanes(builder, kind, *pair) for pair in zip(signature.args, arguments, strict=True))
            return builder.select(builder.fcmp_ordered(name, a, b), a, b)

        return kind(first, second), build

    return pick


smaller, larger = _choice("<"), _choice(">")


def _as_lanes(builder, kind, given, value):
    """Return `value` as lanes: a float is repeated."""
    if isinstance(given, Lanes):
        return value
    vector = ir.VectorType(ELEMENT[kind.dtype], LANES)
    if given != kind.dtype:
        value = (
            builder.fptrunc(value, ELEMENT[kind.dtype])
            if given == types.float64
            else builder.fpext(value, ELEMENT[kind.dtype])
        )
    one = builder.insert_element(ir.Constant(vector, ir.Undefined), value, ir.Constant(ir.IntType(32), 0))
    zeros = ir.Constant(ir.VectorType(ir.IntType(32), LANES), None)
    return builder.shuffle_vector(one, one, zeros)


def _define(symbol, result, build):
    """Teach numba the operator `symbol` between lanes, and between lanes and floats."""

    @type_callable(symbol)
    def kind_of(context):
        def of(a, b):
            lanes = [x for x in (a, b) if isinstance(x, Lanes)]
            if lanes and all(isinstance(x, (Lanes, types.Float)) for x in (a, b)):
                return result or lanes[0]

        return of

    for pair in ((Lanes, Lanes), (Lanes, types.Float), (types.Float, Lanes)):

        @lower_builtin(symbol, *pair)
        def lower(context, builder, signature, arguments):
            kind = next(x for x in signature.args if isinstance(x, Lanes))
            return build(builder, *(_as_lanes(builder, kind, *p) for p in zip(signature.args, arguments, strict=True)))


def _define_logic(symbol, build):
    """Teach numba the operator `symbol` between masks."""

    @type_callable(symbol)
    def kind_of(context):
        def of(a, b):
            if isinstance(a, Mask) and isinstance(b, Mask):
                return MASK

        return of

    @lower_builtin(symbol, Mask, Mask)
    def lower(context, builder, signature, arguments):
        return build(builder, *arguments)


for _symbol, _build in (
    (operator.add, ir.IRBuilder.fadd),
    (operator.sub, ir.IRBuilder.fsub),
    (operator.mul, ir.IRBuilder.fmul),
    (operator.truediv, ir.IRBuilder.fdiv),
):
    _define(_symbol, None, _build)
for _symbol, _name in ((operator.lt, "<"), (operator.le, "<="), (operator.gt, ">"), (operator.ge, ">=")):
    _define(_symbol, MASK, lambda builder, a, b, name=_name: builder.fcmp_ordered(name, a, b))
for _symbol, _build in ((operator.and_, ir.IRBuilder.and_), (operator.or_, ir.IRBuilder.or_)):
    _define_logic(_symbol, _build)
