"""What a unit reads along one axis: the ways in which a layer's output positions depend on its input's.

Each read answers one question, ``taps(positions)``: which input positions does the output unit at each position
touch? It also says how the answer repeats: moving the unit by ``period`` moves everything it reads by ``shift``.
Composition of these two facts gives sizes, strides and paddings of whole networks, exactly and without
a forward pass.

Reference: A. Araujo, W. Norris, J. Sim, "Computing Receptive Fields of Convolutional Neural Networks",
Distill, 2019, whose closed forms for chains of windows this generalises to upsampling and to misaligned branches.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, Protocol

import numpy as np

NEAREST = Fraction(1, 2)  # the reach of nearest-neighbour interpolation
NOWHERE = np.iinfo(np.int64).min  # a tap that reads nothing, as in a hole between a transposed kernel's copies


class Read(Protocol):
    """Along one axis, which input positions each output position reads."""

    @property
    def period(self) -> int:
        """Output positions after which the pattern of taps repeats."""

    @property
    def shift(self) -> int:
        """Input positions by which the taps move when the output position moves by ``period``."""

    def taps(self, positions: np.ndarray, size: int | None = None) -> np.ndarray:
        """Return the input positions read by the units at ``positions``: ``[m]`` → int64 ``[m, k]``, or ``NOWHERE``.

        Positions in the padding are returned as they are. ``size`` is the input's, None where it goes on for ever.
        """


@dataclass(frozen=True)
class Window:
    """A window that slides: convolution, pooling, padding, cropping, slicing; by default, one to one.

    The unit at ``p`` reads ``p * stride - padding + dilation * j`` for ``j`` in ``0 … kernel_size - 1``.

    Attributes:
        kernel_size: Number of positions read.
        stride: Input positions between the windows of neighbouring units; 0 broadcasts one position to all.
        dilation: Input positions between two taps of a window.
        padding: Positions added before the input; negative where the input is cropped.
    """

    kernel_size: int = 1
    stride: int = 1
    dilation: int = 1
    padding: int = 0

    @property
    def period(self) -> int:
        return 1

    @property
    def shift(self) -> int:
        return self.stride

    def taps(self, positions: np.ndarray, size: int | None = None) -> np.ndarray:
        first = positions * self.stride - self.padding
        if self.kernel_size == 1:
            return first[:, None]
        return first[:, None] + self.dilation * np.arange(self.kernel_size)


@dataclass(frozen=True)
class Transposed:
    """The transpose of a window: transposed convolution; nearest upsampling by f, where kernel and stride are f.

    Input ``i`` is written to outputs ``i * stride - cropping + dilation * j``, so the unit at ``q`` reads each ``i``
    for which one of these is ``q``. Where kernel_size < stride, some units read nothing.

    Attributes:
        kernel_size: Number of outputs that an input is written to.
        stride: Outputs between the copies of neighbouring inputs.
        dilation: Outputs between two taps of a copy.
        cropping: Positions cut off before the output.
    """

    kernel_size: int
    stride: int
    dilation: int = 1
    cropping: int = 0

    @property
    def period(self) -> int:
        return self.stride

    @property
    def shift(self) -> int:
        return 1

    def taps(self, positions: np.ndarray, size: int | None = None) -> np.ndarray:
        written = positions[:, None] + self.cropping - self.dilation * np.arange(self.kernel_size)
        source, remainder = np.divmod(written, self.stride)
        return np.where(remainder == 0, source, NOWHERE)


@dataclass(frozen=True)
class Resample:
    """Interpolation on half-pixel centres, as image resizing does it.

    Output ``q`` lies at ``x = (q + 1/2) * ratio - 1/2`` in the input and reads each ``i`` where the kernel is not zero:
    at ``|x - i| < reach * width``, except whole multiples of ``width``; "nearest" reads the pixel that contains x.

    Attributes:
        ratio: Input size over output size.
        reach: Half the width of the kernel: 1/2 nearest, 1 bilinear, 2 bicubic, 3 or 5 Lanczos.
        width: Factor by which the kernel is stretched, in input pixels; 1 without antialiasing.
    """

    ratio: Fraction
    reach: Fraction
    width: Fraction = Fraction(1)

    @property
    def period(self) -> int:
        return self.ratio.denominator

    @property
    def shift(self) -> int:
        return self.ratio.numerator

    def taps(self, positions: np.ndarray, size: int | None = None) -> np.ndarray:
        # x = numerator / scale, in whole numbers so that nothing depends on rounding
        scale = 2 * self.ratio.denominator
        numerator = (2 * positions + 1) * self.ratio.numerator - self.ratio.denominator
        if self.reach == NEAREST:
            return (numerator + self.ratio.denominator)[:, None] // scale
        farthest = int(self.reach * self.width) + 1
        candidates = numerator[:, None] // scale + np.arange(-farthest, farthest + 1)
        distance = np.abs(numerator[:, None] - candidates * scale) * self.width.denominator  # of 1 / unit pixels
        unit = scale * self.width.numerator
        zero = (distance >= self.reach * unit) | ((distance % unit == 0) & (distance > 0))
        return np.where(zero, NOWHERE, candidates)


@dataclass(frozen=True)
class Adaptive:
    """Adaptive pooling: as many windows as outputs, as equal as they can be.

    The unit at ``q`` reads the positions from floor(q * ratio) to ceil((q + 1) * ratio) - 1.

    Attributes:
        ratio: Input size over output size.
    """

    ratio: Fraction

    @property
    def period(self) -> int:
        return self.ratio.denominator

    @property
    def shift(self) -> int:
        return self.ratio.numerator

    def taps(self, positions: np.ndarray, size: int | None = None) -> np.ndarray:
        first = positions * self.ratio.numerator // self.ratio.denominator
        stop = -(-(positions + 1) * self.ratio.numerator // self.ratio.denominator)
        candidates = first[:, None] + np.arange(int((stop - first).max()))
        return np.where(candidates < stop[:, None], candidates, NOWHERE)


@dataclass(frozen=True)
class Mirrored:
    """Padding that repeats the input instead of zeros: units in it read pixels from inside.

    Attributes:
        padding: Number of positions added before the input.
        mode: "reflect" (… 2 1 | 0 1 2 …), "symmetric" (… 1 0 | 0 1 2 …) or "edge" (… 0 0 | 0 1 2 …).
    """

    padding: int
    mode: Literal["reflect", "symmetric", "edge"]

    @property
    def period(self) -> int:
        return 1

    @property
    def shift(self) -> int:
        return 1

    def taps(self, positions: np.ndarray, size: int | None = None) -> np.ndarray:
        inside = positions - self.padding
        if size is not None:
            inside = np.pad(np.arange(size), (self.padding, max(int(inside.max()) - size + 1, 0)), self.mode)[positions]
        return inside[:, None]


@dataclass(frozen=True)
class Flipped:
    """A reversed axis: the unit at ``p`` reads ``size - 1 - p``.

    Attributes:
        size: Length of the axis.
    """

    size: int

    @property
    def period(self) -> int:
        return 1

    @property
    def shift(self) -> int:
        return -1

    def taps(self, positions: np.ndarray, size: int | None = None) -> np.ndarray:
        return (self.size - 1 - positions)[:, None]


ONE_TO_ONE = Window()


@functools.lru_cache(maxsize=4096)
def same_padding(kernel_size: int, stride: int, dilation: int, size: int | None) -> int | None:
    """Return how many positions padding="same" adds before an axis; None where that depends on an unknown ``size``.

    The total padding makes the output ceil(size / stride) long; an odd one puts the smaller half first.
    """
    extent = (kernel_size - 1) * dilation + 1
    sizes = [size] if size is not None else range(stride, 2 * stride)  # one size of each remainder
    halves = {max((-(-n // stride) - 1) * stride + extent - n, 0) // 2 for n in sizes}
    return halves.pop() if len(halves) == 1 else None
