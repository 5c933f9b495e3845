"""Waveforms, spectrograms and timelines carry seconds and hertz; players carry their captions."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pytest

mpl.use("Agg")

from course.plots import audio as audio_plots


@pytest.fixture
def picture() -> np.ndarray:
    return np.random.default_rng(0).normal(size=(40, 63))


def test_grid_shows_each_spectrogram_in_seconds_and_hertz(picture):
    hertz = np.linspace(0, 4000, 40)
    figure = audio_plots.spectrogram_grid([("a", picture), ("b", picture)], 1.0, hertz, title="two", scale="dB")
    first, second = figure.axes[:2]
    assert (first.get_title(), second.get_title()) == ("a", "b")
    assert first.get_ylabel() == "frequency in Hz"
    assert first.get_xlabel() == "time in s"
    assert first.get_yticklabels()[0].get_text() == "0"
    assert first.images[0].get_extent()[:2] == [0, 1.0]


def test_timeline_draws_one_bar_per_event(picture):
    events = {"true": [(1.0, 2.0, 0), (3.0, 4.0, 1)], "found": [(1.1, 2.2, 0)]}
    figure = audio_plots.event_timeline(picture, 5.0, np.linspace(0, 4000, 40), events, ["rain", "axe"])
    bars = figure.axes[1].patches
    assert [(bar.get_x(), round(bar.get_width(), 6)) for bar in bars] == [(1.0, 1.0), (3.0, 1.0), (1.1, 1.1)]
    assert {text.get_text() for text in figure.axes[1].texts} == {"rain", "axe"}


def test_waveforms_share_axes_in_seconds():
    sounds = [np.zeros(400), np.linspace(-1, 1, 800), np.zeros(800)]
    figure = audio_plots.waveform_grid(sounds, ["rain", "axe", "bird"], 8000, columns=2, title="Three")
    shown = [axis for axis in figure.axes if axis.lines]
    assert [axis.get_title() for axis in shown] == ["rain", "axe", "bird"]
    np.testing.assert_allclose(shown[1].lines[0].get_ydata(), sounds[1])
    assert shown[1].lines[0].get_xdata()[-1] == pytest.approx(799 / 8000)
    assert shown[0].get_ylim() == shown[1].get_ylim()
    assert (figure.get_supxlabel(), figure.get_supylabel(), figure.get_suptitle()) == ("time in s", "pressure", "Three")


def test_every_sound_has_a_player_with_its_caption():
    page = audio_plots.players([-np.ones(80), np.ones(80)], ["“two” & “three”", "five"], 8000).data
    assert page.count("<audio ") == page.count("<figcaption>") == 2
    assert "“two” &amp; “three”" in page
    with pytest.raises(ValueError, match="shorter"):
        audio_plots.players([-np.ones(80), np.ones(80)], ["five"], 8000)
