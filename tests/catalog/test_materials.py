"""The material table is complete, plausible, and refuses what is not."""

import numpy as np
import pytest

from avsynth.catalog.materials import NO_ARRAYS, Material, materials, read_materials
from avsynth.contracts import ACTORS
from avsynth.core.errors import AssetError
from avsynth.core.paths import assets
from avsynth.core.seed import Stream

GOOD = "{colour: [0.1, 0.1, 0.1], lidar_reflectance: 0.1, source: test}"
DEFAULTS = (
    "families: {plain: {at_865: 1, at_1550: 1, wet: 1, source: test}}\n"
    "defaults: {family: plain, variation: 0, "
    " grain: 1, roughness: 0.5, specular: 0.04, emission: [0, 0, 0], transmission: 0, "
    "lidar_retro: 0, lidar_specular: 0, lidar_transmission: 0, radar_reflectivity: 0.1}\n"
)


def test_every_material_names_its_source():
    entries, _ = read_materials(assets() / "materials.yaml")

    assert len(entries) >= 100
    assert all(entry.source for entry in entries.values())
    assert tuple(entries) == materials().names


def test_the_table_holds_what_the_entries_say():
    table, entries = materials(), read_materials(assets() / "materials.yaml")[0]

    for field in set(Material.model_fields) - set(NO_ARRAYS):
        expected = np.array([getattr(entry, field) for entry in entries.values()], np.float32)
        np.testing.assert_array_equal(getattr(table, field), expected)


def test_measured_reflectances_stand_at_905_nm():
    table = materials()

    for name, measured in {
        "asphalt": 0.11,
        "grass": 0.509,
        "tyre_rubber": 0.067,
        "concrete": 0.34,
        "needles": 0.515,
    }.items():
        assert table.lidar_reflectance[table.index(name)] == pytest.approx(measured, abs=0.01)


def test_no_surface_sends_back_more_light_than_falls_on_it():
    table = materials()

    assert (table.colour.max(axis=1) + table.specular + table.transmission <= 1.0).all()
    assert (table.lidar_reflectance + table.lidar_transmission + table.lidar_specular <= 1.0).all()


def test_plants_are_bright_and_carbon_black_is_dark_in_the_near_infrared():
    table = materials()
    ratio = {
        name: table.lidar_reflectance[table.index(name)] / table.colour[table.index(name)].mean()
        for name in table.names
    }

    assert ratio["leaves"] > 5
    assert table.lidar_reflectance[table.index("paint_black")] < 0.05


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            DEFAULTS + "materials:\n  a: {colour: [2, 0, 0], lidar_reflectance: 0.1, source: test}",
            "m.yaml: a: colour.0 = 2",
        ),
        (
            DEFAULTS + "materials:\n  a: {colour: [0, 0, 0], lidar_reflectance: 0.1}",
            "m.yaml: a: field 'source' is missing",
        ),
        (
            DEFAULTS + f"materials:\n  a: {GOOD[:-1]}, rouhgness: 1}}",
            "unknown field 'rouhgness'; did you mean 'roughness'",
        ),
        ("materials: {}", "not a table of materials"),
        ("defaults: [", "not a table of materials"),
    ],
)
def test_a_broken_table_says_where(tmp_path, text, said):
    path = tmp_path / "m.yaml"
    path.write_text(text)

    with pytest.raises(AssetError) as caught:
        read_materials(path)

    assert said in str(caught.value)


def test_every_family_names_its_source_and_is_used():
    entries, families = read_materials(assets() / "materials.yaml")
    used = {entry.family for entry in entries.values()}

    assert used == set(families)
    assert all(family.source for family in families.values())


@pytest.mark.parametrize(
    ("name", "at_865", "at_905", "at_1550", "slack"),  # measured spectra [ECOSTRESS]_
    [
        ("asphalt", 0.111, 0.114, 0.150, 0.01),
        ("concrete_kerb", 0.361, 0.361, 0.387, 0.01),
        ("grass", 0.501, 0.509, 0.243, 0.02),
        ("needles", 0.515, 0.515, 0.188, 0.07),  # of the family of leaves, which hold less water
        ("galvanised_steel", 0.21, 0.20, 0.376, 0.02),
        ("paving_red", 0.273, 0.279, 0.341, 0.02),
        ("wheel_rim", 0.46, 0.50, 0.68, 0.02),
        ("skin_light", 0.58, 0.58, 0.09, 0.02),
    ],
)
def test_reflectances_at_other_wavelengths_follow_the_measured_spectra(name, at_865, at_905, at_1550, slack):
    table = materials()
    k = table.index(name)

    for wavelength, measured in ((865e-9, at_865), (905e-9, at_905), (1550e-9, at_1550)):
        assert table.seen_by(wavelength, 0.0).lidar_reflectance[k] == pytest.approx(measured, abs=slack)


def test_what_is_wet_is_darker_and_between_wavelengths_nothing_jumps():
    table = materials()

    assert table.seen_by(905e-9, 0.0) is table
    for wavelength in (865e-9, 905e-9, 1064e-9, 1550e-9):
        dry, wet = (table.seen_by(wavelength, wetness).lidar_reflectance for wetness in (0.0, 1.0))
        near = table.seen_by(wavelength + 1e-9, 0.0).lidar_reflectance
        assert (wet <= dry).all() and (wet > 0.4 * dry).all()
        assert np.abs(near - dry).max() < 0.002
        assert dry.max() < 1.0


@pytest.mark.parametrize("kind", sorted({kind for kind in ACTORS.names() if ACTORS.get(kind).placeable} - {"mesh"}))
def test_every_surface_names_one_material_of_the_table(kind):
    model = ACTORS.build({"kind": kind}, kind).dressed(Stream(1).child(kind)).model()
    slots = np.concatenate([part.mesh.slots for part in model.parts])

    assert set(model.slots) <= set(materials().names)
    assert slots.min() >= 0
    assert slots.max() < len(model.slots)


def test_metal_reflects_as_metal_does():
    entries, _ = read_materials(assets() / "materials.yaml")

    assert all(entry.specular >= 0.3 and entry.radar_reflectivity == 1 for entry in entries.values() if entry.metalness)
    assert {"galvanised_steel", "aluminium", "chrome"} <= {name for name, entry in entries.items() if entry.metalness}


@pytest.mark.parametrize("lit", ["room_warm", "room_curtain", "room_cool", "shop_lit"])
def test_lasers_and_radars_do_not_see_whether_a_room_is_lit(lit):
    table = materials()
    dark, bright = table.index("window_glass"), table.index(lit)

    for name in ("lidar_reflectance", "lidar_retro", "lidar_specular", "lidar_transmission", "radar_reflectivity"):
        assert getattr(table, name)[bright] == getattr(table, name)[dark], name
    assert table.emission[bright].min() > 0.0
