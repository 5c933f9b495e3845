"""How to train: the options of ``python -m course.detection.train``, which are the fields of one dataclass.

A field's name, type, default and help stand here and nowhere else: :func:`takes_training_options` makes the command's
options of them, and ``results.json`` keeps them.
"""

from __future__ import annotations

import functools
import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Annotated, Any, Literal, get_type_hints

import typer


@dataclass(frozen=True)
class TrainingOptions:
    """How to train a detector; each field says what it means.

    Example:
        >>> TrainingOptions(size="800x1344").image_size
        (800, 1344)
    """

    backbone: Annotated[str, typer.Option(help="A network of keras.applications, or small.")] = "ResNet50"
    weights: Annotated[str, typer.Option(help="imagenet, a file of the backbone's weights, or none.")] = "imagenet"
    size: Annotated[str, typer.Option(help="The frame images are fitted into: 1024, or 800x1344.")] = "1024"
    masks: Annotated[bool, typer.Option(help="Mask R-CNN, or Faster R-CNN.")] = True
    settings: Annotated[
        Literal["paper", "small"], typer.Option(help="The papers' numbers, or smaller ones for small images.")
    ] = "paper"
    epochs: Annotated[int, typer.Option(min=1, help="Times to see all images.")] = 26
    batch_size: Annotated[int, typer.Option(min=1, help="Images per step.")] = 8
    learning_rate: Annotated[
        float | None,
        typer.Option(help="Learning rate after the warm-up.", show_default="0.02 for 16 images per step"),
    ] = None
    schedule: Annotated[Literal["steps", "cosine"], typer.Option(help="How the learning rate falls.")] = "steps"
    warmup_steps: Annotated[
        int, typer.Option(min=0, help="Steps over which the learning rate rises; at most one epoch's.")
    ] = 1000
    mixed_precision: Annotated[
        bool, typer.Option("--mixed-precision", help="Compute in float16, keep weights in float32.")
    ] = False
    slots: Annotated[
        int | None, typer.Option(min=1, help="Largest number of objects to learn, per image.", show_default="all")
    ] = None
    workers: Annotated[int, typer.Option(min=1, help="Threads that read images.")] = 8
    seed: Annotated[int, typer.Option(help="Seed of weights, order, flips and samples.")] = 0

    @property
    def image_size(self) -> tuple[int, int]:
        """Height and width of the frame that ``size`` names.

        Raises:
            ValueError: It names none.
        """
        sides = re.fullmatch(r"(\d+)(?:x(\d+))?", self.size)
        if not sides:
            raise ValueError(
                f"a size is a number of pixels such as 1024, or height and width such as 800x1344, got {self.size!r}"
            )
        return int(sides[1]), int(sides[2] or sides[1])

    @property
    def initial_weights(self) -> str | None:
        """The weights as :func:`course.detection.build_backbone` takes them."""
        return None if self.weights == "none" else self.weights


def takes_training_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command one option per field of :class:`TrainingOptions`.

    Args:
        command: A function whose parameter ``options`` gets all of them together.

    Returns:
        The function for ``typer``: in place of ``options`` its signature has the fields.
    """
    names = [field.name for field in fields(TrainingOptions)]

    @functools.wraps(command)
    def with_options(**given: Any) -> None:
        options = TrainingOptions(**{name: given.pop(name) for name in names})
        command(**given, options=options)

    signature, types = inspect.signature(command, eval_str=True), get_type_hints(TrainingOptions, include_extras=True)
    own = [parameter for name, parameter in signature.parameters.items() if name != "options"]
    of_fields = [
        inspect.Parameter(
            field.name, inspect.Parameter.KEYWORD_ONLY, default=field.default, annotation=types[field.name]
        )
        for field in fields(TrainingOptions)
    ]
    with_signature: Any = with_options
    with_signature.__signature__ = signature.replace(parameters=[*own, *of_fields])
    return with_signature
