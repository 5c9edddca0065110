"""What a thing is: one enumeration for labels, points, pixels and radar targets."""

from enum import IntEnum


class Category(IntEnum):
    """Semantic class; the number is what files store. AIR are drops and flakes that float."""

    NOTHING = 0
    CAR = 1
    VAN = 2
    TRUCK = 3
    BUS = 4
    MOTORCYCLIST = 5
    CYCLIST = 6
    PEDESTRIAN = 7
    ANIMAL = 8
    TRAM = 9
    OTHER_VEHICLE = 10
    ROAD = 20
    LANE_MARK = 21
    KERB = 22
    SIDEWALK = 23
    TERRAIN = 24
    BUILDING = 30
    FENCE = 31
    VEGETATION = 32
    TRUNK = 33
    POLE = 34
    TRAFFIC_SIGN = 35
    TRAFFIC_LIGHT = 36
    OBJECT = 37
    AIR = 40

    @property
    def is_labelled(self) -> bool:
        """True for what gets boxes: road users."""
        return 0 < self < Category.ROAD

    @property
    def word(self) -> str:
        """The name in files and tables, such as ``"lane_mark"``."""
        return self.name.lower()
