"""What the text and the Python builder both make: the intermediate representation. Equal up to positions and units."""

from avsynth.scenario.syntax.flows import (
    Action,
    Arm,
    Behavior,
    Choose,
    Flow,
    If,
    Parallel,
    Repeat,
    Serial,
    When,
    steps_of,
)
from avsynth.scenario.syntax.nodes import (
    Body,
    Boolean,
    CrossSection,
    Expr,
    Interval,
    Invocation,
    Items,
    Node,
    Operation,
    Quantity,
    Quoted,
    Random,
    Reference,
    Route,
    Setting,
    Spread,
    Table,
    children_of,
    negated,
    unit_of,
)
from avsynth.scenario.syntax.spots import (
    Along,
    AtPose,
    Beside,
    Between,
    Beyond,
    Facing,
    Hidden,
    Inside,
    On,
    Spot,
    Visible,
)
from avsynth.scenario.syntax.statements import Cover, Place, Record, Require, Road, Run, Use
from avsynth.scenario.syntax.writing import in_unit, written

__all__ = [
    "Action", "Along", "Arm", "AtPose", "Behavior", "Beside", "Between", "Beyond", "Body", "Boolean", "Choose",
    "Cover", "CrossSection", "Expr", "Facing", "Flow", "Hidden", "If", "Inside", "Interval", "Invocation", "Items",
    "Node", "On", "Operation", "Parallel", "Place", "Quantity", "Quoted", "Random", "Record", "Reference", "Repeat",
    "Require", "Road", "Route", "Run", "Serial", "Setting", "Spot", "Spread", "Table", "Use", "Visible", "When",
    "children_of", "in_unit", "negated", "steps_of", "unit_of", "written",
]  # fmt: skip
