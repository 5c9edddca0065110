"""Eight or sixteen numbers at once: values that kernels add, compare and choose from as if they were one number.

LLVM turns an operation on lanes into one or a few instructions of whatever vector unit the machine has, so that a
kernel which tests eight boxes or sixteen rays at a time reads like one that tests a single one. The operators
+ − * / and < <= > >= work between lanes, and between lanes and floats; comparisons give a mask, for which & and | work.
"""

import operator

from llvmlite import ir
from numba import types
from numba.extending import intrinsic, lower_builtin, models, register_model, type_callable

#: How many numbers stand side by side, where nothing else is said; and in wide lanes.
LANES = 8
WIDE = 2 * LANES


class Lanes(types.Type):
    """Numba's type of `count` floats."""

    def __init__(self, dtype, count):
        self.dtype, self.count = dtype, count
        super().__init__(name=f"Lanes({dtype}, {count})")


class Mask(types.Type):
    """Numba's type of `count` truth values."""

    def __init__(self, count):
        self.count = count
        super().__init__(name=f"Mask({count})")


ELEMENT = {types.float32: ir.FloatType(), types.float64: ir.DoubleType()}


@register_model(Lanes)
class LanesModel(models.PrimitiveModel):
    """Lanes live in a vector register."""

    def __init__(self, manager, kind):
        super().__init__(manager, kind, _vector(kind))


@register_model(Mask)
class MaskModel(models.PrimitiveModel):
    """Masks live in a mask or vector register."""

    def __init__(self, manager, kind):
        super().__init__(manager, kind, ir.VectorType(ir.IntType(1), kind.count))


def _vector(kind):
    """Return LLVM's type of lanes."""
    return ir.VectorType(ELEMENT[kind.dtype], kind.count)


def _loading(count):
    """Return the intrinsic that reads `count` numbers."""

    @intrinsic
    def read(context, array, place):
        kind = Lanes(array.dtype, count)

        def build(context, builder, signature, arguments):
            pointer = _pointer(context, builder, signature, arguments, kind)
            return builder.load(pointer, align=array.dtype.bitwidth // 8)

        return kind(array, place), build

    return read


#: Return the eight, or sixteen, numbers of a contiguous array from flat index `place` on.
load, load_wide = _loading(LANES), _loading(WIDE)


@intrinsic
def load_as_float64(context, array, place):
    """Return eight numbers of a contiguous float32 array from flat index `place` on, as float64."""
    single, double = Lanes(types.float32, LANES), Lanes(types.float64, LANES)

    def build(context, builder, signature, arguments):
        read = builder.load(_pointer(context, builder, signature, arguments, single), align=4)
        return builder.fpext(read, _vector(double))

    return double(array, place), build


@intrinsic
def store(context, array, place, lanes):
    """Write lanes to a contiguous array from flat index `place` on."""

    def build(context, builder, signature, arguments):
        pointer = _pointer(context, builder, signature, arguments, lanes)
        builder.store(arguments[2], pointer, align=array.dtype.bitwidth // 8)
        return context.get_dummy_value()

    return types.none(array, place, lanes), build


def _pointer(context, builder, signature, arguments, kind):
    """Return the address of element `place` of `array`, as that of lanes."""
    array = context.make_array(signature.args[0])(context, builder, arguments[0])
    place = context.cast(builder, arguments[1], signature.args[1], types.intp)
    return builder.bitcast(builder.gep(array.data, [place]), _vector(kind).as_pointer())


@intrinsic
def wide_float32(context, first, second):
    """Return two times eight float64 as sixteen float32."""
    kind = Lanes(types.float32, WIDE)

    def build(context, builder, signature, arguments):
        half = ir.VectorType(ELEMENT[types.float32], LANES)
        a, b = (builder.fptrunc(argument, half) for argument in arguments)
        order = ir.Constant(ir.VectorType(ir.IntType(32), WIDE), list(range(WIDE)))
        return builder.shuffle_vector(a, b, order)

    return kind(first, second), build


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
    """Return a mask as the lowest bits of an int64, lane 0 lowest."""

    def build(context, builder, signature, arguments):
        return builder.zext(builder.bitcast(arguments[0], ir.IntType(mask.count)), ir.IntType(64))

    return types.int64(mask), build


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
            value, count = arguments[0], lanes.count
            indices = ir.VectorType(ir.IntType(32), lanes.count)
            while count > 1:
                count //= 2
                order = [(k + count) % lanes.count for k in range(lanes.count)]
                shifted = builder.shuffle_vector(value, value, ir.Constant(indices, order))
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
    vector = _vector(kind)
    if given != kind.dtype:
        value = (
            builder.fptrunc(value, ELEMENT[kind.dtype])
            if given == types.float64
            else builder.fpext(value, ELEMENT[kind.dtype])
        )
    one = builder.insert_element(ir.Constant(vector, ir.Undefined), value, ir.Constant(ir.IntType(32), 0))
    zeros = ir.Constant(ir.VectorType(ir.IntType(32), kind.count), None)
    return builder.shuffle_vector(one, one, zeros)


def _define(symbol, compares, build):
    """Teach numba the operator `symbol` between lanes, and between lanes and floats."""

    @type_callable(symbol)
    def kind_of(context):
        def of(a, b):
            lanes = [x for x in (a, b) if isinstance(x, Lanes)]
            if lanes and all(isinstance(x, (Lanes, types.Float)) for x in (a, b)):
                return Mask(lanes[0].count) if compares else lanes[0]

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
                return a

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
    _define(_symbol, False, _build)
for _symbol, _name in ((operator.lt, "<"), (operator.le, "<="), (operator.gt, ">"), (operator.ge, ">=")):
    _define(_symbol, True, lambda builder, a, b, name=_name: builder.fcmp_ordered(name, a, b))
for _symbol, _build in ((operator.and_, ir.IRBuilder.and_), (operator.or_, ir.IRBuilder.or_)):
    _define_logic(_symbol, _build)
