"""Sounds to look at and to listen to: waveforms, spectrograms with seconds and hertz, events on a timeline, players."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from course.plots.figures import DPI, WIDTH

if TYPE_CHECKING:
    from IPython.display import HTML
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.image import AxesImage

COLOURS = "magma"
Event = tuple[float, float, int]  # start and end in seconds, class
_PLAYER = "width:170px;height:32px"  # so that a row of a notebook holds five
_CAPTIONED = "display:inline-block;margin:3px;font-size:small"


def waveform_grid(
    waveforms: Sequence[np.ndarray], titles: Sequence[str], rate: int, *, columns: int = 5, title: str = ""
) -> Figure:
    """Draw waveforms side by side, in rows, all on the same axes: time to the right in seconds, pressure upwards.

    Args:
        waveforms: N sounds, each ``(samples,)``.
        titles: One for each sound, drawn above it.
        rate: Samples per second.
        columns: Pictures per row.
        title: Title of the figure.

    Returns:
        The figure.
    """
    import matplotlib.pyplot as plt

    columns = min(columns, len(waveforms))
    rows = -(-len(waveforms) // columns)
    figure, axes = plt.subplots(
        rows,
        columns,
        figsize=(WIDTH, 1.3 * rows),
        dpi=DPI,
        squeeze=False,
        layout="constrained",
        sharex=True,
        sharey=True,
    )
    for axis in axes.flat[len(waveforms) :]:
        axis.axis("off")
    for axis, waveform, name in zip(axes.flat, waveforms, titles):
        axis.plot(np.arange(len(waveform)) / rate, waveform, linewidth=0.3)
        axis.set_title(name, fontsize=9)
    figure.supxlabel("time in s", fontsize=9)
    figure.supylabel("pressure", fontsize=9)
    if title:
        figure.suptitle(title, fontsize=10)
    return figure


def players(sounds: Sequence[np.ndarray], captions: Sequence[str], rate: int) -> HTML:
    """Return small players with captions, side by side, for a notebook to display.

    Args:
        sounds: N sounds, each ``(samples,)``.
        captions: One for each sound, written above its player.
        rate: Samples per second.

    Returns:
        What ``IPython.display.display`` shows as the players.
    """
    from html import escape

    from IPython.display import HTML, Audio

    parts = []
    for samples, caption in zip(sounds, captions, strict=True):
        widget = Audio(np.asarray(samples), rate=rate)._repr_html_()
        widget = widget.replace("<audio ", f'<audio style="{_PLAYER}" ')
        parts.append(f'<figure style="{_CAPTIONED}"><figcaption>{escape(caption)}</figcaption>{widget}</figure>')
    return HTML("".join(parts))


def spectrogram_grid(
    spectrograms: Mapping[str, np.ndarray] | Sequence[tuple[str, np.ndarray]],
    seconds: float,
    frequencies: np.ndarray,
    *,
    title: str = "",
    columns: int = 5,
    height: float = 1.7,
    scale: str | None = None,
) -> Figure:
    """Draw spectrograms side by side, time to the right in seconds, frequency upwards in hertz.

    Args:
        spectrograms: Title and ``(bands, frames)`` array of each; every picture stretches over its own values.
        seconds: Length of each recording.
        frequencies: ``(bands,)`` frequency of each row in Hz, rising: for a mel spectrogram the middles of its bands.
        title: Title of the figure.
        columns: Pictures per row.
        height: Height of a picture in inches.
        scale: The unit of the colours, such as ``"dB"``, for a colour bar. All pictures then share one scale.

    Returns:
        The figure.
    """
    import matplotlib.pyplot as plt

    pairs = list(spectrograms.items() if isinstance(spectrograms, Mapping) else spectrograms)
    columns = min(columns, len(pairs))
    rows = -(-len(pairs) // columns)
    figure, axes = plt.subplots(
        rows, columns, figsize=(WIDTH, rows * height + 0.6), dpi=DPI, squeeze=False, layout="constrained"
    )
    limits = (min(array.min() for _, array in pairs), max(array.max() for _, array in pairs)) if scale else (None, None)
    for axis in axes.flat[len(pairs) :]:
        axis.axis("off")
    for number, (axis, (name, array)) in enumerate(zip(axes.flat, pairs)):
        picture = draw_spectrogram(axis, array, seconds, frequencies, limits)
        axis.set_title(name, fontsize=9)
        if number % columns:
            axis.set_yticklabels([])
        else:
            axis.set_ylabel("frequency in Hz", fontsize=8)
        if number >= len(pairs) - columns:
            axis.set_xlabel("time in s", fontsize=8)
    if scale:
        figure.colorbar(picture, ax=axes, fraction=0.03, pad=0.02).set_label(scale, fontsize=8)
    if title:
        figure.suptitle(title, fontsize=10)
    return figure


def draw_spectrogram(
    axis: Axes,
    spectrogram: np.ndarray,
    seconds: float,
    frequencies: np.ndarray,
    limits: tuple[float | None, float | None] = (None, None),
) -> AxesImage:
    """Draw one spectrogram into ``axis`` and return the picture; arguments as in :func:`spectrogram_grid`."""
    bands = len(frequencies)
    picture = axis.imshow(
        spectrogram,
        origin="lower",
        aspect="auto",
        cmap=COLOURS,
        extent=(0, seconds, -0.5, bands - 0.5),
        vmin=limits[0],
        vmax=limits[1],
        interpolation="nearest",
    )
    ticks = np.linspace(0, bands - 1, 5).round().astype(int)
    axis.set_yticks(ticks, [f"{frequencies[tick]:.0f}" for tick in ticks])
    axis.tick_params(labelsize=7)
    return picture


def event_timeline(
    spectrogram: np.ndarray,
    seconds: float,
    frequencies: np.ndarray,
    events: Mapping[str, Sequence[Event]],
    class_names: Sequence[str],
    *,
    title: str = "",
) -> Figure:
    """Draw a long recording's spectrogram, and below it one row of events for each source.

    Args:
        spectrogram: ``(bands, frames)``.
        seconds: Length of the recording.
        frequencies: ``(bands,)`` in Hz.
        events: Name of a row, such as ``"true"`` → its events ``(start s, end s, class)``.
        class_names: Name of each class.
        title: Title of the figure.

    Returns:
        The figure.
    """
    import matplotlib.pyplot as plt

    figure, (top, bottom) = plt.subplots(
        2,
        1,
        figsize=(WIDTH + 2, 2.6 + 0.45 * len(events)),
        dpi=DPI,
        sharex=True,
        layout="constrained",
        height_ratios=(2.2, 0.6 * len(events)),
    )
    draw_spectrogram(top, spectrogram, seconds, frequencies)
    top.set_ylabel("frequency in Hz", fontsize=8)
    palette = plt.get_cmap("tab10")
    for row, found in enumerate(events.values()):
        for start, end, label in found:
            bottom.barh(row, end - start, left=start, height=0.8, color=palette(label % 10), alpha=0.55)
            middle = ((start + end) / 2, row)
            bottom.annotate(class_names[label], middle, ha="center", va="center", fontsize=7)
    bottom.set_yticks(range(len(events)), list(events), fontsize=8)
    bottom.set(ylim=(len(events) - 0.4, -0.6), xlim=(0, seconds))
    bottom.set_xlabel("time in s", fontsize=8)
    bottom.tick_params(labelsize=8)
    bottom.grid(axis="x", alpha=0.3)
    if title:
        figure.suptitle(title, fontsize=10)
    return figure
