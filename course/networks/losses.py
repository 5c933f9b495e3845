"""Losses for masks in which the foreground is rare."""

from __future__ import annotations

from typing import Any

import keras

SMOOTH = 1e-6  # an empty mask that is predicted empty scores 1, and nothing is divided by 0


def soft_dice(truth: Any, prediction: Any) -> Any:
    """Return the soft Dice coefficient of each example, ``2 Σ p g / (Σ p² + Σ g²)``.

    Args:
        truth: ``(N, …)`` 0 or 1.
        prediction: ``(N, …)`` probabilities, 0 to 1, of the same shape.

    Returns:
        ``(N,)`` tensor, 0 to 1; 1 is perfect.

    Reference:
        F. Milletari, N. Navab, S.-A. Ahmadi, V-Net, 3DV 2016, section 3.
    """
    prediction = keras.ops.convert_to_tensor(prediction)
    truth = keras.ops.cast(truth, prediction.dtype)
    axes = tuple(range(1, len(prediction.shape)))
    shared = keras.ops.sum(truth * prediction, axis=axes)
    total = keras.ops.sum(keras.ops.square(truth) + keras.ops.square(prediction), axis=axes)
    return (2 * shared + SMOOTH) / (total + SMOOTH)


@keras.saving.register_keras_serializable(package="course")
class SoftDice(keras.losses.Loss):
    """One minus the soft Dice coefficient, example by example.

    ``keras.losses.Dice`` pools the pixels of a whole batch, so that a small object hardly counts beside a large one,
    and gives an empty mask that is predicted empty the worst loss.

    Args:
        both_classes: Add the same for the background, ``1 - D(1 - g, 1 - p)``, so that the loss lies in 0 … 2.
        **options: As in :class:`keras.losses.Loss`.
    """

    def __init__(self, both_classes: bool = True, name: str = "soft_dice", **options: Any) -> None:
        super().__init__(name=name, **options)
        self.both_classes = both_classes

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """Return the ``(N,)`` losses of ``(N, …)`` masks and probabilities."""
        loss = 1 - soft_dice(y_true, y_pred)
        return loss + 1 - soft_dice(1 - y_true, 1 - y_pred) if self.both_classes else loss

    def get_config(self) -> dict[str, Any]:
        """Return what rebuilds the loss."""
        return {**super().get_config(), "both_classes": self.both_classes}
