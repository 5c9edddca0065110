"""Follow a given trajectory: places at times, as recorded from a real drive or made by another tool."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np
from pydantic import Field

from avsynth.contracts.step import STEPS, Agent, Step, World
from avsynth.core.frames import Pose
from avsynth.core.seed import Stream
from avsynth.core.units import Length, Time
from avsynth.steps._distances import in_frame
from avsynth.steps._following import standing
from avsynth.steps._walking import stepped

#: Slower than this a course has no direction [m/s].
CREEPING = 0.05


@STEPS.register
class Follow(Step):
    """Be at given places at given times, smoothly between them; done at the last one."""

    step: Literal["follow"] = "follow"
    path: tuple[tuple[Time, Length, Length], ...] = Field(
        min_length=2, description="Time [s], x and y [m], world; times rise."
    )

    frame: str = Field("world", description="Where x and y count from: the world, or an actor at the start.")
    clock: Literal["step", "run"] = Field("step", description="Whether times count from the start of it or the run.")

    def advance(self, me: Agent, world: World, dt: float, stream: Stream) -> Agent:
        elapsed = (me.memory.get("elapsed", 0.0) if self.clock == "step" else world.time) + dt
        rows = me.memory.get("rows")
        if rows is None:
            places = np.array(self.path)
            rows = np.column_stack([places[:, 0], in_frame(places[:, 1:], self.frame, me, world)])
        place, velocity = _state(rows, elapsed)
        speed = float(np.hypot(*velocity))
        yaw = float(np.arctan2(velocity[1], velocity[0])) if speed > CREEPING else me.world_from_ground.yaw
        step = float(np.hypot(*(place - me.position)))
        turned = (yaw - me.world_from_ground.yaw + np.pi) % (2 * np.pi) - np.pi
        x, y = place.tolist()
        if me.is_vehicle:
            pose = standing(me, world, (x, y, yaw))
        else:
            pose = Pose.planar(x, y, stepped(me, world.road, (x, y), dt), yaw)
        return replace(
            me,
            world_from_ground=pose,
            speed=speed,
            acceleration=(speed - me.speed) / dt,
            curvature=turned / step if step > 1e-3 else 0.0,
            distance=me.distance + step,
            memory={"rows": rows, "elapsed": elapsed, "progress": min(1.0, elapsed / self.path[-1][0])},
        )

    def is_done(self, me: Agent, world: World) -> bool:
        return me.memory.get("progress", 0.0) >= 1.0


def _state(rows: np.ndarray, time: float) -> tuple[np.ndarray, np.ndarray]:
    """Return place (2,) [m] and velocity (2,) [m/s] at `time` [s] by a monotone cubic through rows of time, x, y."""
    from scipy.interpolate import PchipInterpolator  # heavy, so imported where used

    course = PchipInterpolator(rows[:, 0], rows[:, 1:])
    now = float(np.clip(time, rows[0, 0], rows[-1, 0]))
    velocity = course.derivative()(now) if time < rows[-1, 0] else np.zeros(2)
    return course(now), velocity
