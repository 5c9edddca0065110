"""Vehicles: wheels that roll and steer, sizes like those on the road, glass to look through, your own meshes."""

import numpy as np
import pytest

from avsynth.contracts import ACTORS, Motion
from avsynth.core.seed import Stream

#: Width of both mirrors [m], which KITTI's boxes leave out.
MIRRORS = {"car": 0.18, "van": 0.37, "truck": 0.0}
#: Mean length, width, height [m] of KITTI's boxes (published with the benchmark).
KITTI_MEANS = {"car": (3.88, 1.63, 1.53), "van": (5.08, 1.90, 2.20), "truck": (10.1, 2.60, 3.25)}
#: How far our means may be from them [m].
TOLERANCE = {"car": (0.35, 0.15, 0.05), "van": (0.2, 0.2, 0.1), "truck": (0.8, 0.1, 0.3)}


def dressed(kind: str, seed: int = 0, **fields):
    """Return an actor with given fields."""
    return ACTORS.get(kind)(**fields).dressed(Stream(seed).child(kind))


#: What rolls on four wheels or more.
CARS = ["car", "police_car", "taxi", "pickup", "van", "ambulance"]
WHEELED = [*CARS, "truck", "articulated_truck", "fire_engine", "bus", "coach"]


@pytest.mark.parametrize("kind", [*WHEELED, "tram", "tractor", "wheel_loader", "trailer"])
def test_the_box_has_the_size_asked_for(kind):
    vehicle = dressed(kind)

    np.testing.assert_allclose(vehicle.model().size, [vehicle.length, vehicle.width, vehicle.height], atol=1e-3)


@pytest.mark.parametrize("kind", KITTI_MEANS)
def test_sizes_are_those_of_the_road(kind):
    sizes = np.array(
        [[v.length, v.width - MIRRORS[kind], v.height] for v in (dressed(kind, seed) for seed in range(300))]
    )

    assert (np.abs(sizes.mean(axis=0) - KITTI_MEANS[kind]) < TOLERANCE[kind]).all()
    assert (sizes.std(axis=0) > 0.02).all()


@pytest.mark.parametrize("kind", WHEELED)
def test_a_point_of_a_tyre_on_the_ground_stands_still(kind):
    vehicle = dressed(kind)
    model = vehicle.model()
    step = 1e-4
    part = next(p for p in model.parts if p.name == "wheel_rear_left")
    axle = np.array(part.joints[-1].origin)
    contact = axle - [0, 0, model.size[2] / 2 + axle[2]]

    moved = part.model_from_part(vehicle.joints(Motion(step))).points(contact) + np.array([step, 0, 0])

    np.testing.assert_allclose(moved, contact, atol=1e-7)


def test_front_wheels_point_along_their_circles():
    car = dressed("car")
    curvature, model = 0.1, car.model()
    angles = car.joints(Motion(0.0, 3.0, curvature))
    wheels = {p.name: np.array(p.joints[0].origin) for p in model.parts if p.name.startswith("wheel")}
    base = wheels["wheel_front_left"][0] - wheels["wheel_rear_left"][0]

    for side in ("left", "right"):
        y = wheels[f"wheel_front_{side}"][1]
        exact = np.arctan2(base, 1 / curvature - y)
        assert angles[f"steer_{side}"] == pytest.approx(exact, abs=0.02)


def test_a_ray_through_the_side_window_meets_glass_seats_and_glass():
    car = dressed("car", style="estate")
    model = car.model()
    glass = {k for k, name in enumerate(model.slot_names) if "glass" in name}
    panes = [(p.mesh, np.isin(p.mesh.slots, list(glass))) for p in model.parts]

    high = np.concatenate([mesh.vertices[mesh.triangles[clear]] for mesh, clear in panes]).astype(float)

    assert (high[..., 2].min(axis=1) > 0.0).all()  # all glass is above the middle of the height
    assert (high[..., 1] > 0.4).any() and (high[..., 1] < -0.4).any()
    assert np.isin(list(model.slot_names).index("seat"), model.parts[0].mesh.slots)


def test_a_parked_car_is_empty():
    parked, driven = dressed("car", driver=False).model(), dressed("car").model()

    assert parked.triangle_count < driven.triangle_count
    assert parked.key != driven.key


def test_paint_does_not_change_the_mesh():
    red, blue = dressed("car", paint="paint_red"), dressed("car", paint="paint_blue")

    assert red.model() is blue.model()
    assert red.finish() != blue.finish()


@pytest.mark.parametrize(
    ("kind", "doors"),
    [("car", 4), ("pickup", 4), ("van", 2), ("truck", 2), ("articulated_truck", 2), ("fire_engine", 4)],
)
def test_doors_open_outwards_and_only_those_that_are_told_to(kind, doors):
    vehicle = dressed(kind)
    model = vehicle.model()
    leaves = {part.name: part for part in model.parts if part.name.startswith("door")}
    assert len(leaves) == doors

    for opened in leaves:
        angles = vehicle.joints(Motion(acts={opened: 1.0}))
        for name, part in leaves.items():
            reach = np.abs(part.model_from_part(angles).points(part.mesh.vertices.astype(float))[:, 1]).max()
            assert (reach > model.size[1] / 2 + 0.4) == (name == opened)


@pytest.mark.parametrize(
    ("style", "published"),
    [("panel", (1.90, 1.96)), ("minibus", (1.90, 1.96)), ("high_roof", (1.99, 2.06)), ("compact", (1.79, 1.83))],
)
def test_bodies_of_vans_are_as_wide_as_published_ones_and_mirrors_stand_out(style, published):
    van = dressed("van", style=style, openable=False).model()
    skirts = van.parts[0].mesh.slots == van.slot_names.index("trim")
    corners = van.parts[0].mesh.vertices[van.parts[0].mesh.triangles[skirts]].astype(float)
    behind = corners[corners[..., 0].max(axis=1) < -0.5]  # of the load's place, where there are no mirrors
    wide = np.ptp(behind[..., 1])

    assert published[0] - 0.03 < wide < published[1] + 0.03
    assert van.size[1] - wide > 0.25


@pytest.mark.parametrize(("style", "share"), [("high_roof", (0.75, 0.90)), ("minibus", (0.90, 1.0))])
def test_large_vans_have_sheet_metal_above_the_windscreen(style, share):
    van = dressed("van", style=style).model()
    glass = van.slot_names.index("glass")
    high = max(part.mesh.vertices[part.mesh.triangles[part.mesh.slots == glass], 2].max(initial=-9.0)
               for part in van.parts) / van.size[2] + 0.5  # fmt: skip

    assert share[0] < high < share[1]


def test_doors_that_are_not_parts_leave_the_same_outline():
    with_doors, without = dressed("car"), dressed("car", openable=False)

    assert not [part for part in without.model().parts if part.name.startswith("door")]
    np.testing.assert_allclose(with_doors.model().size, without.model().size, atol=1e-6)
    assert set(without.joints(Motion(acts={"door_front_left": 1.0}))) == {
        joint.name for part in without.model().parts for joint in part.joints
    }


@pytest.mark.parametrize(
    ("motion", "slot", "material"),
    [
        (Motion(acceleration=-2.0), "brake_lamp", "brake_lamp_lit"),
        (Motion(speed=-1.0, acceleration=2.0), "brake_lamp", "brake_lamp_lit"),
        (Motion(acts={"brake": 1.0}), "brake_lamp", "brake_lamp_lit"),
        (Motion(speed=-1.0), "reverse_lamp", "reverse_lamp_lit"),
        (Motion(acts={"indicate_left": 1.0}), "left_indicator", "indicator_lit"),
        (Motion(acts={"hazard": 1.0}), "right_indicator", "indicator_lit"),
    ],
)
def test_lamps_burn_when_they_must(motion, slot, material):
    car = dressed("car", lights="off")

    assert car.lamps(motion)[slot] == material
    assert slot in car.model().slot_names
    assert not car.lamps(Motion(speed=8.0))


def test_indicators_blink_at_the_rate_of_the_rules():
    car, times = dressed("car", lights="off"), np.linspace(0, 60, 60_000, endpoint=False)
    lit = np.array([bool(car.lamps(Motion(time=t, acts={"indicate_left": 1.0}))) for t in times])

    assert 60 <= np.sum(np.diff(lit.astype(int)) > 0) + lit[0] <= 120  # a minute, UN R48


@pytest.mark.parametrize("kind", ["bus", "coach", "tram"])
def test_passengers_doors_open_inwards_all_at_once(kind):
    vehicle = dressed(kind)
    model = vehicle.model()
    leaves = [part for part in model.parts if "door" in part.name]

    angles = vehicle.joints(Motion(acts={"doors": 1.0}))

    assert len(leaves) >= 4
    for leaf in leaves:
        shut, wide = leaf.mesh.vertices.astype(float), leaf.model_from_part(angles).points(leaf.mesh.vertices)
        assert np.abs(wide[:, 1]).max() < np.abs(shut[:, 1]).max() + 0.05
        assert np.ptp(wide[:, 1]) > 0.35 and np.ptp(wide[:, 0]) < 0.5 * np.ptp(shut[:, 0])


def test_a_size_out_of_limits_is_refused_with_the_limits():
    with pytest.raises(ValueError, match=r"length of this kind; allowed: 8\.0 to 15\.0 m"):
        ACTORS.get("bus")(length=30.0)


@pytest.mark.parametrize("kind", ["police_car", "ambulance", "fire_engine"])
def test_blue_lights_flash_at_the_rate_of_the_rules_and_only_when_told_to(kind):
    vehicle, times = dressed(kind), np.linspace(0, 20, 20_000, endpoint=False)
    lit = np.array(["beacon" in vehicle.lamps(Motion(time=t, acts={"beacon": 1.0})) for t in times])

    assert 2 <= np.sum(np.diff(lit.astype(int)) > 0) / 20 <= 4  # Hz, UN R65
    assert "beacon" not in vehicle.lamps(Motion())
    beacon = vehicle.model().slot_names.index("beacon")
    highest = max(part.mesh.vertices[part.mesh.triangles[part.mesh.slots == beacon], 2].max(initial=-9.0)
                  for part in vehicle.model().parts)  # fmt: skip
    assert highest > vehicle.model().size[2] / 2 - 0.35


def test_stripes_keep_to_their_doors():
    police = dressed("police_car").model()
    stripe = police.slot_names.index("stripe")
    striped = {part.name for part in police.parts if (part.mesh.slots == stripe).any()}

    assert {"door_front_left", "door_front_right", "door_rear_left", "door_rear_right"} <= striped
    for part in police.parts:
        if part.name.startswith("door"):
            corners = part.mesh.vertices[part.mesh.triangles]
            own = part.mesh.slots == stripe
            leaf = corners[
                np.isin(part.mesh.slots, [police.slot_names.index("seam"), police.slot_names.index("paint")])
            ]
            assert corners[own][..., 0].min() > leaf[..., 0].min() - 0.02
            assert corners[own][..., 0].max() < leaf[..., 0].max() + 0.02


def test_the_bed_of_a_pickup_is_open():
    pickup = dressed("pickup").model()
    corners = np.concatenate([part.mesh.vertices[part.mesh.triangles] for part in pickup.parts]).astype(float)
    edges = np.roll(corners, -1, axis=1)[..., :2] - corners[..., :2]
    to_point = np.array([-1.5, 0.01]) - corners[..., :2]  # a place in the middle of the bed

    turns = edges[..., 0] * to_point[..., 1] - edges[..., 1] * to_point[..., 0]
    above = corners[(turns >= 0).all(axis=1) | (turns <= 0).all(axis=1)]

    assert above[..., 2].max() < -0.05  # all that is there lies below half the height


def test_an_unknown_style_is_refused_with_the_nearest_one():
    with pytest.raises(ValueError, match="did you mean 'sedan'"):
        ACTORS.get("car")(style="sedann")


def test_a_lifted_bucket_is_high_and_level():
    loader = dressed("wheel_loader")
    bucket = next(part for part in loader.model().parts if part.name == "bucket")
    down, up = (
        bucket.model_from_part(loader.joints(Motion(acts={"lift": degree}))).points(bucket.mesh.vertices.astype(float))
        for degree in (0.0, 1.0)
    )

    assert (up - down)[:, 2].min() > 1.5
    np.testing.assert_allclose((up - down).std(axis=0), 0, atol=1e-5)  # every point moves alike: it does not tip


SIZED = [kind for kind in ACTORS.names() if hasattr(ACTORS.get(kind), "limits")]


@pytest.mark.parametrize("kind", SIZED)
def test_every_size_that_is_drawn_may_also_be_asked_for(kind):
    sizes = np.array([[v.length, v.width, v.height] for v in (dressed(kind, seed) for seed in range(60))])
    low, high = np.transpose(ACTORS.get(kind).limits)

    assert (sizes >= low).all() and (sizes <= high).all()
    assert (sizes.std(axis=0) > (0.01, 0.004, 0.01)).all()  # heavy ones are all as wide as the law lets them


def test_a_bicycle_on_its_stand_leans_and_its_wheels_roll_about_leaning_axles():
    bicycle = dressed("bicycle")
    wheel = next(part for part in bicycle.model().parts if part.name == "wheel_rear")
    rest, rolled = (
        wheel.model_from_part(bicycle.joints(Motion(distance))).points(wheel.mesh.vertices.astype(float))
        for distance in (0.0, 0.4)
    )
    normal = np.linalg.svd(rest - rest.mean(axis=0))[2][-1]  # of the plane of the wheel

    assert np.arcsin(abs(normal[2])) == pytest.approx(bicycle.lean, abs=0.01)
    assert (
        np.abs((rolled - rest.mean(axis=0)) @ normal).max() < np.abs((rest - rest.mean(axis=0)) @ normal).max() + 1e-4
    )
