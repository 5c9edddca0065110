"""Controllers: whom one drives is driven by our own driver."""

from __future__ import annotations

from avsynth.core.xml import Element, Fault
from avsynth.openscenario._asked import MOST_ROUNDS
from avsynth.openscenario._moves import Move, State

#: Words by which the base of a program goes when a controller takes over, and when it lets go.
TAKES_OVER, LETS_GO = "driver takes over", "driver lets go"


def controls_of(action: Element) -> list[Element]:
    """Return what a ``<PrivateAction>`` says of controllers; raise Fault where it overrides pedals, wheel or gears."""
    holder = action.first("ControllerAction") or action
    for said in holder.all("OverrideControllerValueAction"):
        if any(each.truth("active") for tag in _PEDALS for each in said.all(tag)):
            raise Fault(said.line, f"<{said.tag}>: pedals, wheel and gears cannot be overridden; our drivers have none")
    return [said for tag in _CONTROLS for said in holder.all(tag)]


#: Elements that say something of controllers.
_PEDALS = ("Throttle", "Brake", "Clutch", "ParkingBrake", "SteeringWheel", "Gear")
_CONTROLS = ("ActivateControllerAction", "AssignControllerAction", "OverrideControllerValueAction")


def drives(said: Element) -> bool:
    """Return whether a controller decides on the speed from now on."""
    return said.truth("longitudinal") or said.truth("activateLongitudinal")


def controlled(said: Element, state: State) -> tuple[Move, State]:
    """Return the move of a ``<PrivateAction>`` that gives an entity to a controller or takes it back."""
    controls = controls_of(said)
    if any(map(drives, controls)):
        return Move((f'emit("{TAKES_OVER}")',)), state
    is_off = any(said.word("longitudinal", "") in ("false", "0") for said in controls)
    return Move((f'emit("{LETS_GO}")',) if is_off else ()), state


def driving(lines: list[str], *, is_driven: bool) -> list[str]:
    """Return how a vehicle goes on by itself, of which the `lines` that interrupt it may take and give the wheel."""
    text = "\n".join(lines)
    takes, lets = (f'emit("{word}")' in text for word in (TAKES_OVER, LETS_GO))
    own = ["drive()  # instead of its controller", "keep_speed()"]
    now, then = own if is_driven else own[::-1]
    step, word, other = now.partition("  #")[0], *((LETS_GO, TAKES_OVER) if is_driven else (TAKES_OVER, LETS_GO))
    if takes and lets:  # to and fro
        later, first = f'since(self, "{word}") < since(self, "{other}")', then.partition("  #")[0]
        turns = [f"{step} until {later}", f"{first} until not ({later})"]
        return [f"repeat {MOST_ROUNDS}:", *(f"    {turn}" for turn in turns)]
    return [f'{step} until emitted(self, "{word}")', then] if (lets if is_driven else takes) else [now]
