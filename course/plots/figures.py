"""Pictures that several labs draw: grids of images and numbers, filters, curves, confusion matrices.

Each function draws one figure and returns it. In a notebook write ``figure = image_grid(…)``: the cell shows the figure
once. Matplotlib is imported when the first picture is drawn, so that importing this module costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, cast

import numpy as np

from course.networks.metrics import confusion_counts

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

WIDTH = 9.0  # inches; a notebook's column at DPI
DPI = 80
_CYCLES = (-0.5, 0.5, 0.5, -0.5)  # left, right, bottom, top of a spectrum
LineStyle = Literal["--", "-"]
_STYLES: dict[LineStyle, str] = {"--": "training", "-": "validation"}
SIGNED = "RdBu_r"  # colours of values below and above zero: blue, white, red


def new_axes(title: str = "", xlabel: str = "", ylabel: str = "", *, size: tuple[float, float] = (6.5, 2.8)) -> Axes:
    """Return empty axes with a title, named axes and a faint grid, in a figure of their own.

    Args:
        title: The title.
        xlabel: Name and unit of the horizontal axis.
        ylabel: Name and unit of the vertical axis.
        size: Width and height of the figure, in inches.
    """
    _, (axes,) = _subplots(1, 1, size)
    axes.set_title(title, fontsize=10)
    axes.set_xlabel(xlabel, fontsize=9)
    axes.set_ylabel(ylabel, fontsize=9)
    axes.tick_params(labelsize=8)
    axes.grid(alpha=0.3)
    return axes


def figure_of(axes: Axes) -> Figure:
    """Return the figure that axes lie in."""
    return cast("Figure", axes.figure)


def image_grid(
    images: np.ndarray | Sequence[np.ndarray],
    titles: Iterable[object] | None = None,
    *,
    columns: int | None = None,
    title: str = "",
    signed: bool = False,
    value_range: tuple[float, float] | None = None,
    size: float | None = None,
) -> Figure:
    """Draw images side by side, in rows.

    Args:
        images: ``(N, H, W)`` or ``(N, H, W, 1)`` grey, or ``(N, H, W, 3)`` RGB; or a sequence of such images, which may
            differ in size. uint8 is taken as 0 … 255. RGB floats must lie in 0 … 1.
        titles: One per picture, drawn above it.
        columns: Pictures per row; by default as many as fit, 10 at most.
        title: Title of the figure.
        signed: Colour grey images by sign, white at zero.
        value_range: Values of the darkest and brightest grey, the same for all pictures. Left out, each picture
            stretches from its own minimum to its own maximum (signed: symmetric about zero).
        size: Width and height of a picture, in inches; by default the row fills a notebook's width.

    Returns:
        The figure.

    Raises:
        ValueError: If there are no images, not as many titles as images, or an image is neither grey nor RGB.
    """
    pictures = [_picture(image) for image in images]
    captions = [""] * len(pictures) if titles is None else [str(caption) for caption in titles]
    if not pictures:
        raise ValueError("image_grid got no images; pass at least one")
    if len(captions) != len(pictures):
        raise ValueError(f"image_grid got {len(captions)} titles for {len(pictures)} images")
    columns = min(columns or 10, len(pictures))
    rows = -(-len(pictures) // columns)
    size = size or min(WIDTH / columns, 2.4)
    lines = max(caption.count("\n") + 1 if caption else 0 for caption in captions)
    figure, axes = _subplots(rows, columns, (columns * size, rows * (size + 0.16 * lines) + 0.35 * bool(title)))
    for axis in axes:
        axis.axis("off")
    for axis, picture, caption in zip(axes, pictures, captions):
        axis.imshow(picture, **_colours(picture, signed, value_range))
        axis.set_title(caption, fontsize=8, pad=3)
    _headline(figure, title)
    return figure


def filter_grid(kernels: np.ndarray, *, columns: int = 16, title: str = "") -> Figure:
    """Draw the kernels of a first convolution layer, one picture per kernel.

    Kernels over grey images are coloured by sign (blue negative, white zero, red positive), all on one scale that the
    colour bar gives. Kernels over RGB images are drawn as colours, each stretched to 0 … 1.

    Args:
        kernels: ``(kh, kw, 1, K)`` or ``(kh, kw, 3, K)``: a ``Conv2D``'s kernel.
        columns: Kernels per row.
        title: Title of the figure.

    Returns:
        The figure.

    Raises:
        ValueError: If the kernels read neither 1 nor 3 channels, so that they have no picture.
    """
    kernels = np.asarray(kernels)
    if kernels.ndim != 4 or kernels.shape[2] not in (1, 3):
        raise ValueError(f"filter_grid draws kernels of shape (kh, kw, 1 or 3, K), not {kernels.shape}")
    pictures = np.moveaxis(kernels, -1, 0)
    if kernels.shape[2] == 3:
        low = pictures.min(axis=(1, 2, 3), keepdims=True)
        span = pictures.max(axis=(1, 2, 3), keepdims=True) - low
        return image_grid((pictures - low) / np.where(span > 0, span, 1), columns=columns, title=title)
    largest = float(np.abs(pictures).max()) or 1.0
    figure = image_grid(pictures, columns=columns, title=title, signed=True, value_range=(-largest, largest))
    bar = figure.colorbar(figure.axes[0].images[0], ax=figure.axes, fraction=0.02, pad=0.02)
    bar.set_label("weight", fontsize=8)
    bar.ax.tick_params(labelsize=8)
    return figure


def number_grid(
    arrays: Mapping[str, np.ndarray], *, title: str = "", decimals: int = 1, size: float | None = None
) -> Figure:
    """Draw small matrices side by side with their numbers written in, coloured by sign.

    Args:
        arrays: Title → ``(H, W)`` matrix; at most about 10 × 10 stays legible.
        title: Title of the figure.
        decimals: Digits after the point; whole numbers are written without.
        size: Width and height of a matrix, in inches; by default they share a notebook's width.

    Returns:
        The figure.

    Raises:
        ValueError: If there are no arrays, or one is not a matrix.
    """
    matrices = {name: np.asarray(array) for name, array in arrays.items()}
    if not matrices or any(matrix.ndim != 2 for matrix in matrices.values()):
        raise ValueError("number_grid draws one or more matrices of shape (H, W)")
    size = size or min(WIDTH / len(matrices), 2.6)
    figure, axes = _subplots(1, len(matrices), (size * len(matrices), size + 0.3 + 0.3 * bool(title)))
    for axis, (name, matrix) in zip(axes, matrices.items()):
        largest = float(np.abs(matrix).max()) or 1.0
        axis.imshow(matrix, cmap=SIGNED, vmin=-1.6 * largest, vmax=1.6 * largest)  # pale, for the numbers on it
        axis.set_xticks([])
        axis.set_yticks([])
        axis.set_title(name, fontsize=9)
        font = 10 if max(matrix.shape) <= 6 else 7
        for (row, column), value in np.ndenumerate(matrix):
            axis.text(column, row, _number(value, decimals), ha="center", va="center", fontsize=font)
    _headline(figure, title)
    return figure


def training_curves(
    histories: Mapping[str, Mapping[str, Sequence[float]]],
    metrics: Sequence[str] = ("loss",),
    *,
    title: str = "",
    limits: Mapping[str, tuple[float, float]] | None = None,
) -> Figure:
    """Draw how training went: one panel per metric, one colour per run, dashed for training and solid for validation.

    Args:
        histories: Name of a run → its values by epoch, as ``model.fit(…).history`` has them: ``"loss"``,
            ``"val_loss"``, …
        metrics: Names of the metrics to draw, without ``val_``; a metric that a run did not record is left out.
        title: Title of the figure.
        limits: Metric → lower and upper end of its axis.

    Returns:
        The figure.

    Raises:
        ValueError: If no run recorded one of the metrics.
    """
    figure, axes = _subplots(1, len(metrics), (WIDTH if len(metrics) > 1 else 6.5, 3.2))
    for axis, metric in zip(axes, metrics):
        if not any(name in history for history in histories.values() for name in (metric, f"val_{metric}")):
            recorded = sorted({name for history in histories.values() for name in history})
            raise ValueError(f"no run recorded {metric!r}; recorded: {', '.join(recorded)}")
        for number, history in enumerate(histories.values()):
            _curve(axis, history.get(metric, ()), f"C{number}", "--")
            _curve(axis, history.get(f"val_{metric}", ()), f"C{number}", "-")
        axis.set_xlabel("epoch", fontsize=9)
        axis.set_ylabel(metric, fontsize=9)
        axis.set_ylim((limits or {}).get(metric))
        axis.locator_params(axis="x", integer=True)
        axis.tick_params(labelsize=8)
        axis.grid(alpha=0.3)
    keys = [_key(f"C{number}", "-", name) for number, name in enumerate(histories)] if len(histories) > 1 else []
    drawn = {line.get_linestyle() for axis in axes for line in axis.lines}
    keys += [_key("gray", style, label) for style, label in _STYLES.items() if style in drawn]
    figure.legend(handles=keys, loc="outside right upper", fontsize=8)
    _headline(figure, title)
    return figure


def signal_grid(signals: Mapping[str, np.ndarray], *, title: str = "") -> Figure:
    """Draw signals, one per row: on the left the samples, on the right the amplitudes of their frequencies.

    Args:
        signals: Title → ``(N,)`` samples.
        title: Title of the figure.

    Returns:
        The figure.

    Raises:
        ValueError: If there are no signals, or one has more than one dimension.
    """
    rows = {name: np.asarray(signal, float) for name, signal in signals.items()}
    if not rows or any(signal.ndim != 1 for signal in rows.values()):
        raise ValueError("signal_grid draws one or more signals of shape (N,)")
    figure, axes = _subplots(len(rows), 2, (WIDTH, 0.4 + 1.35 * len(rows)))
    for number, (name, signal) in enumerate(rows.items()):
        left, right = axes[2 * number : 2 * number + 2]
        left.plot(signal, "o-", markersize=2.5, linewidth=0.8)
        left.set_title(name, fontsize=9)
        frequencies, amplitudes = np.fft.rfftfreq(len(signal)), np.abs(np.fft.rfft(signal)) / len(signal)
        right.stem(frequencies, amplitudes, markerfmt=".", basefmt=" ")
        right.set_title("its frequencies", fontsize=9)
        for axis in (left, right):
            axis.tick_params(labelsize=8)
            axis.grid(alpha=0.3)
    axes[-2].set_xlabel("sample", fontsize=9)
    axes[-1].set_xlabel("cycles per sample", fontsize=9)
    _headline(figure, title)
    return figure


def spectrum_grid(
    images: Sequence[np.ndarray], titles: Iterable[object], *, stride: int | None = None, title: str = ""
) -> Figure:
    """Draw the amplitude spectra of grey images, zero frequency in the middle, all on one logarithmic scale.

    Args:
        images: Grey images ``(H, W)`` or ``(H, W, 1)``; their mean is left out.
        titles: One per spectrum, drawn above it.
        stride: Circle the frequencies that a pattern with this period has: the multiples of 1 / stride.
        title: Title of the figure.

    Returns:
        The figure; both axes are frequencies in cycles per pixel, from -0.5 to 0.5.

    Raises:
        ValueError: If there are no images, not as many titles as images, or an image is not grey.
    """
    pictures, captions = [_picture(image) for image in images], [str(caption) for caption in titles]
    if not pictures or any(picture.ndim != 2 for picture in pictures):
        raise ValueError("spectrum_grid draws one or more grey images")
    if len(captions) != len(pictures):
        raise ValueError(f"spectrum_grid got {len(captions)} titles for {len(pictures)} images")
    size = min(WIDTH / len(pictures), 2.8)
    figure, axes = _subplots(1, len(pictures), (size * len(pictures), size + 0.4 + 0.3 * bool(title)))
    for axis, picture, caption in zip(axes, pictures, captions):
        amplitude = np.abs(np.fft.fftshift(np.fft.fft2(picture - picture.mean()))) / picture.size
        drawn = axis.imshow(20 * np.log10(amplitude + 1e-6), cmap="gray", vmin=-100, vmax=-30, extent=_CYCLES)
        if stride:
            cycles = [number / stride for number in range(-(stride // 2), stride // 2 + 1)]
            marked = [(x, y) for x in cycles for y in cycles if x or y]
            axis.plot(*zip(*marked), "o", color="tab:red", fillstyle="none", markersize=9, clip_on=False)
        axis.set_title(caption, fontsize=8)
        axis.set_xlabel("cycles per pixel, across", fontsize=8)
        axis.tick_params(labelsize=7)
    axes[0].set_ylabel("cycles per pixel, down", fontsize=8)
    bar = figure.colorbar(drawn, ax=axes, fraction=0.02, pad=0.02)
    bar.set_label("amplitude, dB", fontsize=8)
    bar.ax.tick_params(labelsize=7)
    _headline(figure, title)
    return figure


def confusion_matrix(
    labels: np.ndarray, predictions: np.ndarray, class_names: Sequence[str], *, title: str = "Confusion matrix"
) -> Figure:
    """Draw how often each class was taken for each other: rows are the true classes, columns the predicted ones.

    Colours are shares of a row, on a square-root scale so that rare mistakes can be seen; the numbers are counts.

    Args:
        labels: ``(N,)`` true classes, integers from 0.
        predictions: ``(N,)`` predicted classes.
        class_names: Name of each class.
        title: Title of the figure.

    Returns:
        The figure.

    Raises:
        ValueError: If a label or prediction is not a class, or there are not as many of the one as of the other.
    """
    classes = len(class_names)
    counts = confusion_counts(labels, predictions, classes)
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    size = min(WIDTH, 1.6 + 0.48 * classes)
    figure, (axis,) = _subplots(1, 1, (size, size))
    axis.imshow(np.sqrt(shares), cmap="Blues", vmin=0, vmax=1)
    for (truth, predicted), count in np.ndenumerate(counts):
        if count:
            colour = "white" if shares[truth, predicted] > 0.4 else "black"
            axis.text(predicted, truth, str(count), ha="center", va="center", color=colour, fontsize=9)
    short = all(len(name) <= 2 for name in class_names)
    axis.set_xticks(
        range(classes), class_names, fontsize=9, rotation=0 if short else 45, ha="center" if short else "right"
    )
    axis.set_yticks(range(classes), class_names, fontsize=9)
    axis.set_xlabel("predicted class", fontsize=9)
    axis.set_ylabel("true class", fontsize=9)
    axis.set_title(title, fontsize=10)
    return figure


def _subplots(rows: int, columns: int, size: tuple[float, float]) -> tuple[Figure, list[Axes]]:
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(rows, columns, figsize=size, dpi=DPI, squeeze=False, layout="constrained")
    return figure, list(axes.flat)


def _headline(figure: Figure, title: str) -> None:
    if title:
        figure.suptitle(title, fontsize=10)


def _picture(image: np.ndarray) -> np.ndarray:
    """Return an image as Matplotlib draws it: (H, W) or (H, W, 3)."""
    picture = np.asarray(image)
    if picture.ndim == 3 and picture.shape[2] == 1:
        picture = picture[:, :, 0]
    if picture.ndim != 2 and not (picture.ndim == 3 and picture.shape[2] == 3):
        raise ValueError(f"an image has shape (H, W), (H, W, 1) or (H, W, 3), not {np.shape(image)}")
    return picture


def _colours(picture: np.ndarray, signed: bool, value_range: tuple[float, float] | None) -> dict[str, Any]:
    """Return the options of ``imshow`` that colour a picture."""
    if picture.ndim == 3:
        return {}
    if signed:
        largest = float(np.abs(picture).max()) or 1.0
        low, high = value_range or (-largest, largest)
        return {"cmap": SIGNED, "vmin": low, "vmax": high}
    darkest, brightest = value_range or (None, None)
    return {"cmap": "gray", "vmin": darkest, "vmax": brightest}


def _curve(axis: Axes, values: Sequence[float], colour: str, style: str) -> None:
    if len(values):
        axis.plot(range(1, len(values) + 1), values, style, color=colour, linewidth=1.6)


def _key(colour: str, style: LineStyle, label: str) -> Line2D:
    from matplotlib.lines import Line2D

    return Line2D([], [], color=colour, linestyle=style, label=label)


def _number(value: float, decimals: int) -> str:
    if float(value).is_integer():
        return str(int(value))
    return f"{round(float(value), decimals) + 0.0:.{decimals}f}"  # + 0.0 makes a zero of a rounded -0.0
