"""Traffic signs of the European kind on a pole: faces of retro-reflecting sheeting. At most 500 triangles."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field

from avsynth.actors._choice import chosen
from avsynth.catalog.finishing import Piece, model
from avsynth.catalog.shapes import lathe
from avsynth.catalog.signs import FINISH, SLOT, board
from avsynth.contracts import ACTORS, Actor
from avsynth.core.seed import Stream
from avsynth.core.units import Length
from avsynth.datatypes.category import Category
from avsynth.datatypes.fixture import LOWER_EDGE
from avsynth.datatypes.model import Model

Sign = Literal[
    "stop",
    "give_way",
    "priority",
    "warning",
    "limit_10",
    "limit_20",
    "limit_30",
    "limit_40",
    "limit_50",
    "limit_60",
    "limit_70",
    "limit_80",
    "limit_90",
    "limit_100",
    "limit_110",
    "limit_120",
    "limit_130",
    "no_entry",
    "no_stopping",
    "keep_right",
    "crossing",
    "level_crossing",
    "parking",
    "one_way",
    "direction",
    "town",
    "blank",
]
Side = Annotated[Length, Field(ge=0.1, le=6.0)]
#: How often each is met along a street, order of magnitude; signs of right of way stand where junctions put them.
COMMON = {
    "warning": 0.06,
    "limit_30": 0.10,
    "limit_50": 0.05,
    "no_entry": 0.06,
    "no_stopping": 0.14,
    "keep_right": 0.06,
    "crossing": 0.08,
    "parking": 0.12,
    "one_way": 0.04,
    "direction": 0.04,
    "town": 0.01,
}


@ACTORS.register
class TrafficSign(Actor):
    """A traffic sign that looks to +x."""

    kind: Literal["traffic_sign"] = "traffic_sign"
    category: ClassVar[Category] = Category.TRAFFIC_SIGN
    placeable: ClassVar[bool] = False
    sign: Sign | None = Field(None, description="What it says.")
    size: tuple[Side, Side] = Field((0.6, 0.6), description="Width and height of a blank board [m].")
    lower_edge: Length = Field(LOWER_EDGE, gt=0.3, lt=6.0, description="Height of the board's lower edge [m].")

    def dressed(self, stream: Stream) -> Self:
        """Return the sign with its meaning drawn."""
        return self.model_copy(update={"sign": self.sign or chosen(COMMON, stream.child("sign"))})

    def model(self) -> Model:
        """Return the shape of the sign."""
        return _model(self)


@lru_cache(maxsize=32)
def _model(sign: TrafficSign) -> Model:
    """Return the model of a sign: board and pole."""
    face = board(sign.sign, sign.size)
    low, high = face.vertices[:, 2].min(), face.vertices[:, 2].max()
    top = sign.lower_edge + high - low - 0.03
    pole = lathe([(0.038, 0), (0.038, top - 0.01), (0.03, top), (0.0, top)], 10, SLOT["pole"]).moved(x=-0.05)
    board_piece = Piece("board", face.moved(z=sign.lower_edge - low), Category.TRAFFIC_SIGN)
    return model("traffic_sign", sign, [Piece("pole", pole, Category.POLE), board_piece], FINISH)
