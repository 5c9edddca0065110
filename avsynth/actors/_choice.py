"""Drawing the open fields of an actor."""

from collections.abc import Mapping

from avsynth.core.seed import Stream

#: Draws farther out than this many standard deviations are pulled in.
SPREAD_LIMIT = 2.2


def chosen(weights: Mapping[str, float], stream: Stream) -> str:
    """Return one key, drawn with the given weights."""
    total = sum(weights.values())
    return str(stream.rng().choice(list(weights), p=[weight / total for weight in weights.values()]))


def drawn_normal(mean: float, spread: float, stream: Stream) -> float:
    """Return a normal draw, pulled in beyond `SPREAD_LIMIT`, rounded to a centimetre."""
    deviation = float(stream.rng().standard_normal())
    return round(mean + spread * min(max(deviation, -SPREAD_LIMIT), SPREAD_LIMIT), 2)
