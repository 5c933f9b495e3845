"""What is built on the fields: the grader's check, footprints, summary, plots, the applications table, speed."""

import io
import os
import subprocess
import sys
import time
from pathlib import Path

import keras
import matplotlib
import numpy as np
import pytest
from keras import layers
from rich.console import Console

from course.backend.weightless import graph_only
from course.receptive_field import (
    ReceptiveFieldError,
    assert_receptive_field,
    bounding_interval,
    effective_receptive_field,
    effective_size,
    gradient_footprint,
    plot_receptive_field,
    receptive_field,
    summary,
)
from course.receptive_field.applications import MARKS, confirm, names, row

matplotlib.use("Agg")
DOCUMENT = Path(__file__).parents[2] / "docs" / "receptive_fields.md"


def small_cnn(pool_strides=2):
    stack = [layers.Conv2D(8, 3, name="conv"), layers.MaxPooling2D(2, pool_strides, name="pool")]
    stack += [layers.Conv2D(8, 3), layers.MaxPooling2D(), layers.Flatten(), layers.Dense(10)]
    return keras.Sequential([keras.Input((28, 28, 1)), *stack])


def test_the_check_passes_and_returns_the_field():
    assert assert_receptive_field(small_cnn(), 10, stride=4).padding == (0, 0)
    assert assert_receptive_field(small_cnn(), (4, 4), output="pool").stride == (2, 2)


def test_the_hint_names_the_layer_that_makes_the_difference():
    with pytest.raises(
        AssertionError, match=r"is 7 with stride 2.*should be 10 with stride 4.*'pool' had stride 2 instead of 1"
    ):
        assert_receptive_field(small_cnn(pool_strides=1), 10, stride=4)


def test_the_hint_falls_back_to_where_it_is_right_or_how_it_grows():
    with pytest.raises(AssertionError, match=r"conv 3 \(stride 1\) → pool 4 \(stride 2\)"):
        assert_receptive_field(small_cnn(), 99)
    with pytest.raises(AssertionError, match="It is at 'conv'"):
        assert_receptive_field(small_cnn(), 3, stride=1)


def test_footprints_of_real_weights_lie_inside_and_positive_ones_fill():
    model = small_cnn()
    output = model.layers[3].name
    inside = receptive_field(model, output).at((2, 3))
    assert bounding_interval(gradient_footprint(model, output, (2, 3))) == inside
    own = bounding_interval(gradient_footprint(model, output, (2, 3), positive=False))
    assert all(a.start <= b.start and b.stop <= a.stop for a, b in zip(inside, own))


def test_the_effective_field_is_smaller_than_the_theoretical_one():
    keras.utils.set_random_seed(0)
    stack = [layers.Conv2D(4, 3, padding="same") for _ in range(8)]
    model = keras.Sequential([keras.Input((33, 33, 1)), *stack])
    energy = effective_receptive_field(model, samples=4)
    assert energy.shape == (33, 33)
    assert bounding_interval(energy > 0) == receptive_field(model).at((16, 16))
    assert 5 < effective_size(energy) < 17
    rows = energy.sum(axis=1)
    assert rows[16 - 1 : 16 + 2].mean() > 5 * rows[[8, 24]].mean()  # a bell


def test_summary_has_one_row_per_layer():
    out = io.StringIO()
    summary(small_cnn(), console=Console(file=out, width=120))
    text = out.getvalue()
    assert "pool (MaxPooling2D)" in text
    row_of_pool = next(line for line in text.splitlines() if "pool (Max" in line)
    assert [cell.strip() for cell in row_of_pool.split("│")[4:7]] == ["4", "2", "1.5"]
    assert "(all)" in text


def test_plots():
    image = np.random.default_rng(0).random((28, 28))
    figure = plot_receptive_field(small_cnn(), image=image, samples=1)
    assert len(figure.axes) == 4  # three panels and the scale of colours
    assert len(plot_receptive_field(small_cnn(), ["conv", "pool"], effective=False).axes) == 2
    with pytest.raises(ReceptiveFieldError, match="one dimension"):
        plot_receptive_field(keras.Sequential([keras.Input((8, 1)), layers.Conv1D(1, 3)]))


@pytest.mark.parametrize("name", ["VGG16", "MobileNet", "ResNet50V2", "MobileNetV3Small"])
def test_the_documents_table_is_what_the_command_prints(name):
    lines = DOCUMENT.read_text(encoding="utf-8").partition(MARKS[0])[2].partition(MARKS[1])[0].splitlines()
    assert "| " + " | ".join(row(name)) + " |" in lines


def test_the_documents_table_has_every_model():
    text = DOCUMENT.read_text(encoding="utf-8")
    assert all(f"| {name} |" in text for name in names())


@pytest.mark.slow
def test_a_published_field_is_measured_at_full_depth():
    assert confirm("MobileNet") == (315, 315)


def test_a_thousand_layers_take_well_under_a_second():
    with graph_only():
        x = inputs = keras.Input((224, 224, 4))
        for _ in range(250):
            y = layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(4, 3, padding="same")(x)))
            x = layers.Add()([x, y])
        model = keras.Model(inputs, x)
    times = []
    for _ in range(3):
        start = time.process_time()
        field = receptive_field(model)
        times.append(time.process_time() - start)
    assert field.size == (501, 501)
    assert field.at((0, 100)) == ((0, 224), (0, 224))
    assert min(times) < 0.5


OTHER_BACKEND = """
import sys, keras
before = set(sys.modules)
from course.receptive_field import *
assert keras.backend.backend() == "jax"
added = {name.split(".")[0] for name in set(sys.modules) - before}
assert not added & {"tensorflow", "torch", "matplotlib", "hypothesis"}, added
stack = [keras.layers.Conv2D(2, 3, 2, "same"), keras.layers.MaxPooling2D(), keras.layers.Conv2DTranspose(1, 3, 2)]
model = keras.Sequential([keras.Input((17, 17, 1)), *stack])
for position in [(0, 0), (4, 3), (8, 8)]:
    seen = receptive_field(model).at(position)
    assert bounding_interval(gradient_footprint(model, position=position)) == seen, (position, seen)
assert effective_receptive_field(model, samples=1).shape == (17, 17)
print("the same")
"""


@pytest.mark.slow
def test_another_backend_gives_the_same_and_nothing_heavy_is_imported():
    pytest.importorskip("jax")
    run = subprocess.run(
        [sys.executable, "-c", OTHER_BACKEND],
        env=os.environ | {"KERAS_BACKEND": "jax"},
        capture_output=True,
        text=True,
        cwd=DOCUMENT.parents[1],
    )
    assert run.stdout.strip() == "the same", run.stderr
