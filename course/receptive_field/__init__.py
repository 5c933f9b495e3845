"""Receptive fields of any Keras graph, exactly: size, stride, padding, and the interval of each single unit."""

from course.receptive_field.analysis import Interval, ReceptiveField, receptive_field
from course.receptive_field.checking import assert_receptive_field
from course.receptive_field.errors import ReceptiveFieldError, UnknownLayerError, UnknownSizeError
from course.receptive_field.reads import Mirror, Read, Resample, Transposed, Window
from course.receptive_field.rules import pointwise, rule, windows

__all__ = [
    "Interval",
    "Mirror",
    "Read",
    "ReceptiveField",
    "ReceptiveFieldError",
    "Resample",
    "Transposed",
    "UnknownLayerError",
    "UnknownSizeError",
    "Window",
    "assert_receptive_field",
    "pointwise",
    "receptive_field",
    "rule",
    "windows",
]
