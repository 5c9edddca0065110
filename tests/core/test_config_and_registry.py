"""Configurations refuse what they do not know; registries find what is dropped in."""

from typing import Literal

import pytest

from avsynth.contracts import Mount
from avsynth.core.config import Config
from avsynth.core.errors import ConfigError
from avsynth.core.registry import Registry


class Bell(Config):
    """A plugin of this test."""

    kind: Literal["bell"] = "bell"
    loudness: float = 1.0


def _registry() -> Registry:
    registry = Registry("instrument", "avsynth.training", key="kind")
    registry.register(Bell)
    return registry


def test_an_unknown_field_names_the_nearest():
    with pytest.raises(ConfigError, match=r"rig.yaml:3: unknown field 'yau'; did you mean 'yaw'\?"):
        Mount.read({"yau": 0.1}, "rig.yaml:3")


def test_a_wrong_value_names_field_and_value():
    with pytest.raises(ConfigError, match=r"rig.yaml:3: x = '3 deg'"):
        Mount.read({"x": "3 deg"}, "rig.yaml:3")


def test_configurations_cannot_be_changed():
    with pytest.raises(Exception, match="frozen"):
        Mount().x = 3.0


def test_a_registry_builds_by_the_key_field():
    assert _registry().build({"kind": "bell", "loudness": 2.0}, "here") == Bell(loudness=2.0)


def test_an_unknown_name_gives_the_nearest():
    with pytest.raises(ConfigError, match="unknown instrument 'bel'; did you mean 'bell'"):
        _registry().build({"kind": "bel"}, "here")


def test_two_plugins_of_one_name_are_an_error():
    registry = _registry()
    twin = type("Bell", (Bell,), {"__module__": "elsewhere", "__annotations__": {}})

    with pytest.raises(ConfigError, match="two instruments are named 'bell'"):
        registry.register(twin)
