"""Learning rates as detectors are trained with: raised over the first steps, then lowered."""

from __future__ import annotations

from typing import Any

import keras
from keras import ops
from keras.optimizers import schedules

START_FACTOR = 1e-3  # share of the learning rate that the first step takes
DROPS = 16 / 26, 22 / 26  # of all steps, after which the rate falls to a tenth: as torchvision trains detectors


@keras.saving.register_keras_serializable("course.detection")
class WarmUp(schedules.LearningRateSchedule):
    """Raises another schedule's learning rate along a line over the first steps.

    Args:
        schedule: The other schedule.
        warmup_steps: Number of steps to the full rate; 0 for none.
        start_factor: Share of the rate at step 0.

    Example:
        >>> constant = schedules.PiecewiseConstantDecay([100], [0.1, 0.1])
        >>> warm = WarmUp(constant, warmup_steps=4, start_factor=0.0)
        >>> [round(float(warm(step)), 3) for step in (0, 1, 2, 4, 8)]
        [0.0, 0.025, 0.05, 0.1, 0.1]

    Reference:
        Goyal et al., Accurate, Large Minibatch SGD, 2017, section 2.2.
    """

    def __init__(
        self, schedule: schedules.LearningRateSchedule, warmup_steps: int, start_factor: float = START_FACTOR
    ) -> None:
        super().__init__()
        self.schedule, self.warmup_steps, self.start_factor = schedule, warmup_steps, start_factor

    def __call__(self, step):
        """Return the learning rate of a step, counted from 0."""
        passed = 1.0
        if self.warmup_steps:
            passed = ops.minimum(ops.cast(step, "float32") / self.warmup_steps, 1.0)
        return self.schedule(step) * (self.start_factor + (1 - self.start_factor) * passed)

    def get_config(self) -> dict[str, Any]:
        """Return what rebuilds the schedule."""
        schedule = keras.saving.serialize_keras_object(self.schedule)
        return {"schedule": schedule, "warmup_steps": self.warmup_steps, "start_factor": self.start_factor}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> WarmUp:
        """Rebuild the schedule."""
        return cls(**config | {"schedule": keras.saving.deserialize_keras_object(config["schedule"])})


def training_schedule(kind: str, learning_rate: float, steps: int, warmup_steps: int) -> WarmUp:
    """Return the learning rates of a whole training.

    Args:
        kind: ``"steps"``, a tenth after 16/26 of the steps and again after 22/26; or ``"cosine"``, down to 0.
        learning_rate: The rate after the warm-up.
        steps: Steps of the training.
        warmup_steps: Steps of the warm-up.

    Raises:
        ValueError: There is no such kind.
    """
    if kind == "steps":
        boundaries = [int(steps * share) for share in DROPS]
        rates = [learning_rate, learning_rate / 10, learning_rate / 100]
        falling = schedules.PiecewiseConstantDecay(boundaries, rates)
    elif kind == "cosine":
        falling = schedules.CosineDecay(learning_rate, steps)
    else:
        raise ValueError(f"a schedule is 'steps' or 'cosine', got {kind!r}")
    return WarmUp(falling, warmup_steps)
