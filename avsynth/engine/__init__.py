"""The ray caster: objects become arrays (`lower`), meshes become trees (`meshes`), questions become hits (`tracer`)."""

from avsynth.engine.lower import lower
from avsynth.engine.tracer import EngineTracer

__all__ = ["EngineTracer", "lower"]
