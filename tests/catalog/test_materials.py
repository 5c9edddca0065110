"""The material table is complete, plausible, and refuses what is not."""

import numpy as np
import pytest

from avsynth.catalog.materials import Material, materials, read_materials
from avsynth.core.errors import AssetError
from avsynth.core.paths import assets

GOOD = "{colour: [0.1, 0.1, 0.1], lidar_reflectance: 0.1, source: test}"
DEFAULTS = (
    "defaults: {variation: 0, grain: 1, roughness: 0.5, specular: 0.04, emission: [0, 0, 0], transmission: 0, "
    "lidar_retro: 0, lidar_specular: 0, lidar_transmission: 0, radar_reflectivity: 0.1}\n"
)


def test_every_material_names_its_source():
    entries = read_materials(assets() / "materials.yaml")

    assert len(entries) >= 100
    assert all(entry.source for entry in entries.values())
    assert tuple(entries) == materials().names


def test_the_table_holds_what_the_entries_say():
    table, entries = materials(), read_materials(assets() / "materials.yaml")

    for field in set(Material.model_fields) - {"source"}:
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
