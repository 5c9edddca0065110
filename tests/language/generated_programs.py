"""Strategies for expressions and whole programs of the language: well-formed by the grammar, whatever they mean."""

from hypothesis import strategies as st

from avsynth.core.units import UNITS
from avsynth.language.assembling import assemble
from avsynth.language.recovery import statements_of
from avsynth.scenario import syntax
from avsynth.scenario.problems import Findings

#: Names, some of which mean something to Python or to its builder.
NAMES = st.sampled_from(["a", "b2", "some_name", "lambda", "line", "s", "s_", "template", "node", "ends_"])
NUMBERS = st.builds(
    lambda number, unit: syntax.Quantity(number * (UNITS[unit][1] if unit else 1.0), unit),
    st.integers(0, 999).map(lambda n: n / 8),
    st.sampled_from(["", "m", "km/h", "deg", "s", "1/m", "%"]),
)
PLAIN = st.one_of(
    NUMBERS,
    st.builds(syntax.Quoted, st.text("abc xyz", max_size=5)),
    st.sampled_from(["5 m", "word", "1/m"]).map(syntax.Quoted),
    st.builds(syntax.Boolean, st.booleans()),
    st.builds(lambda name, part: syntax.Reference((name, part)), NAMES, NAMES | st.sampled_from(["in", "__x__"])),
    st.builds(lambda name: syntax.Reference((name,)), NAMES),
)


def _longer(inner):
    return st.one_of(
        st.builds(
            lambda op, a, b: syntax.Operation(op, (a, b)),
            st.sampled_from(["+", "-", "*", "/", "<", "<=", "==", "!="]),
            inner,
            inner,
        ),
        st.builds(lambda op, a, b: syntax.Operation(op, (a, b)), st.sampled_from(["and", "or"]), inner, inner),
        st.builds(lambda a: syntax.Operation("not", (a,)), inner),
        st.builds(lambda a: syntax.negated(a, a.at), inner),
        st.builds(lambda f, a, b: syntax.Invocation(f, (a, b)), NAMES, inner, inner),
        st.builds(lambda f, n, a: syntax.Invocation(f, (), (syntax.Setting(n, a),)), NAMES, NAMES, inner),
        st.builds(lambda items: syntax.Items(tuple(items)), st.lists(inner, max_size=3)),
        st.builds(lambda a, b: syntax.Table(((a, b),)), inner, inner),
        # of one end alone, since a plain number takes the unit of the other end
        st.builds(lambda end: syntax.Interval(end, end), inner),
        st.builds(lambda name, index: syntax.Reference((name, index)), NAMES, inner),
    )


def _named(strategy):
    """Return the same strategy with a short description of itself: hypothesis writes out what others are made of."""

    @st.composite
    def part(draw):
        return draw(strategy)

    return part()


EXPRESSIONS = st.recursive(PLAIN, _longer, max_leaves=6)
_text = _named(EXPRESSIONS.map(syntax.written))
_actor = st.one_of(NAMES, st.tuples(NAMES, NAMES).map(".".join))
_number = NUMBERS.map(syntax.written)
_interval = st.tuples(_number, _number).map("..".join)
_distribution = st.one_of(
    _interval,
    st.tuples(_number, _number).map(" +- ".join),
    st.builds("normal({}, {})".format, _text, _text),
    st.builds("lognormal(median: {}, sigma: {})".format, _number, _number),
    st.builds("choice([{}, {}])".format, _text, _text),
    st.builds("choice({{{}: 1, {}: 2}})".format, _text, _text),
    st.builds("mixture({{{}: 0.7, uniform({}, 3): 0.3}})".format, _number, _number),
    st.builds("correlated(normal({}, 1), {{{}: 0.5}})".format, _number, NAMES),
    st.just('empirical("gaps.csv", gap, unit: "m")'),
)


def _random(nominal):
    cut = st.builds("{} in {}".format, nominal, _interval)
    drawn = nominal | cut
    return drawn | st.builds("{} propose {}".format, drawn, drawn)


_draw = _named(_random(_named(_distribution)))
_amount = _named(_number | _draw)
_setting = st.builds("{}: {}".format, NAMES, _text) | st.builds("{} ~ {}".format, NAMES, _draw)
_call = st.one_of(
    st.builds("{}({})".format, NAMES, _text),
    st.builds("drive({}: {}, other ~ {})".format, NAMES, _text, _draw),
    st.just("walk()"),
    NAMES,
)
_line = st.one_of(
    _call,
    st.builds("{} until {}".format, _call, _text),
    st.builds("{} for {}".format, _call, _amount),
    st.builds("wait {}".format, _amount),
    st.builds("wait until {}".format, _text),
)
_spot = st.one_of(
    st.builds("on {}".format, _actor),
    st.builds("on {} @ {} offset {}".format, _actor, _amount, _amount),
    st.builds("{} of {} by {}".format, st.sampled_from(["ahead", "behind", "left", "right", "above"]), NAMES, _amount),
    st.builds("beyond {} by {} from {}".format, NAMES, _amount, NAMES),
    st.builds("along {} -> {} for {}".format, _actor, _actor, _amount),
    st.builds("between {} and {}".format, NAMES, NAMES),
    st.builds("in {}".format, _actor),
    st.builds("hidden from {} behind {}".format, _actor, NAMES),
    st.builds("visible from {}".format, _actor),
    st.builds("pose({}, {}, {})".format, _amount, _amount, _amount),
)
_facing = st.one_of(
    st.builds("facing {}".format, _amount),
    st.builds("facing {} {}".format, st.sampled_from(["toward", "away from", "across"]), _actor),
)


def _block(head, lines):
    """A head with lines below it; a line is (level, text)."""
    return [(0, head), *((level + 1, text) for level, text in lines)]


def _joined(parts):
    return [line for part in parts for line in part]


def _word(part):
    """Return the name of a setting: no block has two of one name."""
    return part[0][1].split(" ")[0].rstrip(":")


def _blocks(head, bodies, unique_by=None):
    inner = st.lists(bodies, min_size=1, max_size=3, unique_by=unique_by)
    return st.builds(_block, head, inner.map(_joined))


def _one(texts):
    return texts.map(lambda text: [(0, text)])


def _nested(flow):
    arms = st.one_of(
        st.builds("{}: {}".format, _number, _line).map(lambda text: [(0, text)]),
        _blocks(st.builds("{} propose {}:".format, _number, _number), flow),
    )
    return st.one_of(
        _blocks(st.sampled_from(["serial:", "parallel:"]), flow),
        _blocks(st.builds("when {}:".format, _text), flow),
        _blocks(st.builds("repeat {}:".format, _amount), flow),
        _blocks(st.just("choose:"), arms),
        st.builds(
            lambda condition, then, other: [*_block(f"if {condition}:", then), *_block("else:", other)],
            _text,
            flow,
            flow,
        ),
    )


_flow = _named(st.recursive(_one(_named(_line)), _nested, max_leaves=4))
_lanes = st.sampled_from(["lanes: [walk(2 m), drive(3.25 m)] | [drive(w), park(2 m, 1)]", "lanes: profile | []"])
_deep = _blocks(st.builds("{}:".format, NAMES), _one(_setting), _word)
_legs = _blocks(st.builds("- leg({}, heading: 3 deg):".format, NAMES), _one(_setting), _word).map(
    lambda leg: _block("legs:", [*leg, (0, "- x")])
)
_body = st.one_of(_one(_setting), _one(_lanes), _deep, _legs)
_actor_part = st.one_of(
    _one(_setting),
    _one(st.builds("do {}".format, _line)),
    _blocks(st.just("do:"), _flow),
)


def _placed(head, spots, facing, parts):
    first = [(0, "at " + ", ".join(spots)), *([(0, facing)] if facing else [])]
    return _block(head, [*first, *_joined(parts)])


_STATEMENTS = st.one_of(
    _one(st.builds("{} ~ {}".format, NAMES, _draw)),
    _one(st.builds("{} = {}".format, NAMES, _text)),
    _one(st.builds("param {}: {}".format, NAMES, _text)),
    _blocks(st.builds("{} {}:".format, st.sampled_from(["road", "junction", "area", "ring"]), NAMES), _body, _word),
    st.builds(
        _placed,
        st.builds("place car {}:".format, NAMES) | st.builds("crowd car {} count {}:".format, NAMES, _amount),
        st.lists(_spot, min_size=1, max_size=3),
        st.none() | _facing,
        st.lists(_actor_part, max_size=3, unique_by=_word),
    ),
    _blocks(st.builds("behavior {}(p, q):".format, NAMES), _flow),
    _one(st.builds("require {}{}".format, st.sampled_from(["", "always ", "never "]), _text)),
    _one(st.builds("require[{}] {}".format, _number, _text)),
    _one(st.builds("record {} = {}".format, NAMES, _text)),
    _one(st.builds("cover {}: {} bins [{}] target 3".format, NAMES, _text, _number)),
    _one(st.builds("cover {}: cross({}, {})".format, NAMES, NAMES, NAMES)),
)
_SINGLES = st.tuples(
    st.none() | _one(st.just('scenario "a title"')),
    st.none() | _blocks(st.just("environment:"), _body, _word),
    st.none() | _one(st.just('sensors "kitti"')) | st.just([(0, "sensors:"), (1, "- lidar(top, at: [0 m, 2 m])")]),
    st.none() | st.just([(0, "sample:"), (1, "method: halton"), (1, "count: 20")]),
)
#: Programs as lists of (level, line).
PROGRAMS = st.builds(
    lambda single, many, run: [
        line for part in [*(each for each in single if each), *many, [(0, f"run {run} at 10 Hz")]] for line in part
    ],
    _SINGLES,
    st.lists(_STATEMENTS, min_size=1, max_size=5),
    _amount,
)


def program_text(lines):
    """Return the lines of a program as a text."""
    return "".join(f"{'    ' * level}{line}\n" for level, line in lines)


def read(text):
    """Return the template that a text says, unchecked; fails if it is not well-formed."""
    findings = Findings()
    statements, _ = statements_of(text, "scene", findings)
    made = assemble(statements, "scene", findings, (), ())
    wrong = [problem for problem in findings.problems if problem.code != "AVS209"]
    assert not wrong, (text, wrong)
    return made
