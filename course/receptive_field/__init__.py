"""Receptive fields of any Keras graph, exactly: size, stride, padding, and the interval of each single unit."""

from course.receptive_field import layer_rules, operation_rules  # noqa: F401, they register the rules of Keras
from course.receptive_field.analysis import Interval, ReceptiveField, receptive_field
from course.receptive_field.checking import assert_receptive_field
from course.receptive_field.errors import ReceptiveFieldError, UnknownLayerError, UnknownSizeError
from course.receptive_field.footprint import (
    bounding_interval,
    effective_receptive_field,
    effective_size,
    gradient_footprint,
    positive_copy,
)
from course.receptive_field.plots import plot_receptive_field
from course.receptive_field.reads import Adaptive, Flipped, Mirrored, Read, Resample, Transposed, Window
from course.receptive_field.rules import pointwise, rule, windows
from course.receptive_field.summary import summary

__all__ = [
    "Adaptive",
    "Flipped",
    "Interval",
    "Mirrored",
    "Read",
    "ReceptiveField",
    "ReceptiveFieldError",
    "Resample",
    "Transposed",
    "UnknownLayerError",
    "UnknownSizeError",
    "Window",
    "assert_receptive_field",
    "bounding_interval",
    "effective_receptive_field",
    "effective_size",
    "gradient_footprint",
    "plot_receptive_field",
    "pointwise",
    "positive_copy",
    "receptive_field",
    "rule",
    "summary",
    "windows",
]
