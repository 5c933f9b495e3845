"""Learning rates as detectors are trained with: raised over the first steps, then lowered."""

from __future__ import annotations

from typing import Any

import keras
from keras import ops
from keras.optimizers import schedules

LOW = 1e-3  # share of the rate that the first step takes
DROPS = 16 / 26, 22 / 26  # of all epochs, after which the rate falls to a tenth: as torchvision trains detectors


@keras.saving.register_keras_serializable("course.detection")
class WarmUp(schedules.LearningRateSchedule):
    """Raises another schedule's rate along a line over the first steps.

    Args:
        after: The other schedule.
        steps: Number of steps to the full rate; 0 for none.
        low: Share of the rate at step 0.

    Reference:
        Goyal et al., Accurate, Large Minibatch SGD, 2017, section 2.2.
    """

    def __init__(self, after: schedules.LearningRateSchedule, steps: int, low: float = LOW) -> None:
        super().__init__()
        self.after, self.steps, self.low = after, steps, low

    def __call__(self, step):
        """Return the rate of a step, counted from 0."""
        passed = ops.minimum(ops.cast(step, "float32") / max(self.steps, 1), 1.0) if self.steps else 1.0
        return self.after(step) * (self.low + (1 - self.low) * passed)

    def get_config(self) -> dict[str, Any]:
        """Return what rebuilds the schedule."""
        return {"after": keras.saving.serialize_keras_object(self.after), "steps": self.steps, "low": self.low}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> WarmUp:
        """Rebuild the schedule."""
        return cls(**config | {"after": keras.saving.deserialize_keras_object(config["after"])})


def training_schedule(kind: str, rate: float, steps: int, warm_up: int) -> WarmUp:
    """Return the rates of a whole training.

    Args:
        kind: ``"steps"``, a tenth after 16/26 of the steps and again after 22/26; or ``"cosine"``, down to 0.
        rate: The rate after the warm-up.
        steps: Steps of the training.
        warm_up: Steps of the warm-up.

    Raises:
        ValueError: There is no such kind.
    """
    if kind == "steps":
        after = schedules.PiecewiseConstantDecay([int(steps * share) for share in DROPS], [rate, rate / 10, rate / 100])
    elif kind == "cosine":
        after = schedules.CosineDecay(rate, steps)
    else:
        raise ValueError(f"a schedule is 'steps' or 'cosine', got {kind!r}")
    return WarmUp(after, warm_up)
