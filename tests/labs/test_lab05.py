"""The graded checks of lab 5: from pixels to fully convolutional networks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import keras
import numpy as np
from keras import layers
from sklearn import metrics as sklearn_metrics

from course.backend.weightless import graph_only
from course.checks import (
    AnswerError,
    CheckFailedError,
    close,
    equal,
    holds,
    one_letter,
    points,
    read_only,
    same_formula,
)
from course.checks.compare import difference
from course.checks.values import brief
from course.networks.layers import (
    BilinearInitializer,
    IdentityInitializer,
    MaxPool2DWithIndices,
    MaxUnpool2D,
)
from course.receptive_field import receptive_field

FRAMEWORKS = ("keras", "tensorflow", "jax", "torch")
IMAGE_LIBRARIES = ("scipy", "skimage", "cv2", "sklearn")
PRODUCTION = ("course.networks.layers", "course.networks.metrics")

LIBRARIES = (
    "cv2",
    "scipy.ndimage",
    "scipy.signal",
    "skimage.filters",
    "skimage.morphology",
    "sklearn.preprocessing",
    "sklearn.svm",
)

WITHOUT = {
    "patch_features": (*FRAMEWORKS, *IMAGE_LIBRARIES, "course"),
    "scale_features": ("sklearn", "course"),
    "confusion": (*FRAMEWORKS, *IMAGE_LIBRARIES, "course"),
    "scores": (*FRAMEWORKS, *IMAGE_LIBRARIES, "course"),
    "void_cross_entropy": (*FRAMEWORKS, *IMAGE_LIBRARIES, "course"),
    "max_pool_with_indices": (*FRAMEWORKS, *IMAGE_LIBRARIES, "course"),
    "max_unpool2d": (*FRAMEWORKS, *IMAGE_LIBRARIES, "course"),
    "identity_kernel": (*FRAMEWORKS, *IMAGE_LIBRARIES, "course"),
    "convolutionalize": PRODUCTION,
}


def _numpy(tensor) -> np.ndarray:
    return keras.ops.convert_to_numpy(tensor)


def _output(model, images) -> np.ndarray:
    """Return what a model says in inference, float32."""
    return _numpy(model(np.asarray(images, "float32"), training=False))


def _with_hints(call: Callable, says: Mapping[str, str], changed: str = "", **shown: Any) -> Any:
    """Call an answer; if it raises an error that contains one of the texts in ``says``, fail with the hint beside it.

    Args:
        call: Calls the answer, with arrays that are read-only.
        says: Text in an error → hint. An error without any of these texts is raised as it is.
        changed: What the answer changes if it writes into a read-only array.
        shown: What to show in addition.
    """
    try:
        return call()
    except AnswerError as error:
        hints = {"read-only": f"`{changed}` is changed: work on a copy, or make new arrays"} | dict(says)
        for words, hint in hints.items():
            holds(words not in str(error), f"{hint} (your code raised {error.in_brief})", got=error.trace, **shown)
        raise


def _output_on(model, images, hint: str = "") -> np.ndarray:
    """Return the output of a student's model; if it fails, say on what, and what may be wrong."""
    try:
        return _output(model, images)
    except (CheckFailedError, AnswerError):
        raise
    except Exception as error:
        size = " × ".join(str(side) for side in np.shape(images)[1:3])
        why = f"{type(error).__name__}: {brief(str(error))}"
        raise CheckFailedError(
            f"your network fails on an image of {size} pixels{hint and ': ' + hint} ({why})"
        ) from None


def _count(weights) -> int:
    return sum(int(np.prod(weight.shape)) for weight in weights)


def _is_model(model, name) -> None:
    holds(
        isinstance(model, keras.Model),
        f"`{name}` must return a keras.Model (is there a return?)",
        got=type(model).__name__,
    )


def _all_layers(model) -> list:
    """Return the layers of a model in order, those of nested models in their place."""
    found = []
    for layer in model.layers:
        found += _all_layers(layer) if isinstance(layer, keras.Model) else [layer]
    return found


def _of_kind(model, *kinds) -> list:
    return [layer for layer in _all_layers(model) if type(layer) in kinds]


def _randomise(model, rng) -> None:
    """Give a model random weights; those of batch normalisation that must be positive are."""
    for layer in _all_layers(model):
        normal = isinstance(layer, layers.BatchNormalization)
        make = partial(rng.uniform, 0.5, 1.5) if normal else partial(rng.normal, 0, 0.5)
        layer.set_weights([make(size=weight.shape) for weight in layer.weights])


# patch_features


def _features(patches) -> np.ndarray:
    values = patches.reshape(*patches.shape[:-2], 9)
    mean = values.mean(-1, keepdims=True)
    moments = [((values - mean) ** power).mean(-1) for power in (2, 3, 4)]
    largest = values.max(-1) - values.min(-1)
    numbers = [np.median(values, -1), largest, (values**2).sum(-1), *moments]
    down, across = np.gradient(patches, axis=(-2, -1))
    return np.concatenate([values, np.stack(numbers, -1), np.hypot(down, across).reshape(values.shape)], -1)


@points("patch_features", 1)
def test_intensities_and_statistics(answer, rng):
    """Nine intensities, median, range, energy and three moments, for one patch and for many"""
    for shape in ((3, 3), (7, 3, 3), (2, 4, 3, 3)):
        patches = rng.uniform(0, 1, shape)
        got = _with_hints(partial(answer.patch_features, read_only(patches)), {}, "patches")
        holds(got is not None, "expected an array, got None (is there a return?)")
        expected = _features(patches)
        equal(
            np.shape(got),
            expected.shape,
            hint="24 numbers along the last axis; the axes in front of it stay as they are",
        )
        got = np.asarray(got)
        shown = {"inputs": {"patches": patches}, "rtol": 1e-5, "atol": 1e-7}
        turned = np.swapaxes(patches, -1, -2).reshape(*shape[:-2], 9)
        close(
            got[..., :9],
            expected[..., :9],
            hint="the first nine are the patch itself, row by row",
            mistakes={"the intensities come column by column; take them row by row": turned},
            **shown,
        )
        values = patches.reshape(*shape[:-2], 9)
        centred = values - values.mean(-1, keepdims=True)
        close(
            got[..., 9],
            expected[..., 9],
            hint="number 9 is the median of the nine",
            mistakes={"number 9 is the median, not the mean": values.mean(-1)},
            **shown,
        )
        close(got[..., 10], expected[..., 10], hint="number 10 is the range: largest minus smallest", **shown)
        close(
            got[..., 11],
            expected[..., 11],
            hint="number 11 is the energy: the sum of squares",
            mistakes={
                "the energy is the sum of squares, not their mean": (values**2).mean(-1),
                "the energy is the sum of squares of the intensities themselves: do not take the mean off": (
                    (centred**2).sum(-1)
                ),
                "the energy is the sum of squares: do not take the root": np.sqrt((values**2).sum(-1)),
            },
            **shown,
        )
        close(
            got[..., 12:15],
            expected[..., 12:15],
            hint="numbers 12 to 14 are the means of (s − μ)² , (s − μ)³ and (s − μ)⁴",
            mistakes={
                "moments are about the mean: subtract μ first": np.stack(
                    [(values**power).mean(-1) for power in (2, 3, 4)], -1
                ),
                "a moment is divided by 9: take the mean, not the sum": np.stack(
                    [(centred**power).sum(-1) for power in (2, 3, 4)], -1
                ),
                "divide by 9, not by 8: these are plain means": expected[..., 12:15] * 9 / 8,
                "moments 2, 3 and 4: you took 1, 2 and 3": np.stack(
                    [(centred**power).mean(-1) for power in (1, 2, 3)], -1
                ),
                "the third and fourth moment are not divided by a power of the deviation": np.stack(
                    [(centred**power).mean(-1) / centred.std(-1) ** (power if power > 2 else 0) for power in (2, 3, 4)],
                    -1,
                ),
            },
            **shown,
        )


@points("patch_features", 0.5)
def test_gradients(answer, rng):
    """Nine gradient magnitudes, one-sided at the edge of the patch"""
    patches = rng.uniform(0, 1, (6, 3, 3))
    got = _with_hints(partial(answer.patch_features, read_only(patches)), {}, "patches")
    holds(got is not None, "expected an array, got None (is there a return?)")
    got = np.asarray(got)
    equal(got.shape, (6, 24), hint="24 numbers along the last axis")
    down, across = np.gradient(patches, axis=(-2, -1))
    flat = {name: part.reshape(6, 9) for name, part in (("down", down), ("across", across))}
    close(
        got[..., 15:],
        np.hypot(flat["down"], flat["across"]),
        hint="the last nine are √(g_y² + g_x²), row by row, with g from differences within the patch",
        mistakes={
            "only the differences down the rows are used: both directions count": np.abs(flat["down"]),
            "only the differences along the columns are used: both directions count": np.abs(flat["across"]),
            "the root is missing: √(g_y² + g_x²)": flat["down"] ** 2 + flat["across"] ** 2,
            "a gradient's length is √(g_y² + g_x²), not |g_y| + |g_x|": np.abs(flat["down"]) + np.abs(flat["across"]),
            "signs cancel: square before you add": flat["down"] + flat["across"],
        },
        inputs={"patches": patches},
        rtol=1e-5,
        atol=1e-7,
    )


# scale_features


def _scaled(part, low, high):
    return 2 * (part - low) / (high - low) - 1


def _both_scaled(answer, train, others) -> tuple:
    """Call the answer; make sure that it does not change its arguments and returns two arrays."""
    train, others = read_only(train), read_only(others)
    got = _with_hints(partial(answer.scale_features, train, others), {}, "train` or `others")
    pair = isinstance(got, (tuple, list)) and len(got) == 2
    holds(pair, "return two arrays: (scaled train, scaled others)", got=type(got).__name__)
    return got


@points("scale_features", 0.5)
def test_training_features_fill_the_range(answer, rng):
    """Each training feature goes from exactly −1 to exactly 1"""
    train = rng.normal(size=(40, 5)) * [1, 100, 0.01, 3, 7] + [0, 50, 0, -4, 2]
    others = rng.normal(size=(9, 5))
    got = _both_scaled(answer, train, others)
    low, high = train.min(0), train.max(0)
    close(
        got[0],
        _scaled(train, low, high),
        hint="each feature is mapped linearly: smallest value to −1, largest to 1",
        mistakes={
            "this lies between 0 and 1; it should be from −1 to 1": (train - low) / (high - low),
            "all features together were scaled by one minimum and maximum: take them for each column": (
                _scaled(train, train.min(), train.max())
            ),
            "this standardises (mean 0, deviation 1); scale to [−1, 1]": (train - train.mean(0)) / train.std(0),
            "this divides by the largest absolute value: the smallest value then is not −1": train
            / np.abs(train).max(0),
            "minimum and maximum are of each pixel; take them of each feature, over the pixels (axis 0)": _scaled(
                train, train.min(1, keepdims=True), train.max(1, keepdims=True)
            ),
        },
        inputs={"train": train},
    )


@points("scale_features", 0.5)
def test_others_are_scaled_as_training(answer, rng):
    """Other pixels are scaled with the training pixels' minimum and maximum; a constant feature becomes 0"""
    train = rng.normal(size=(30, 4))
    train[:, 2] = 0.7
    others = rng.normal(size=(12, 4)) + 1.5
    got = _both_scaled(answer, train, others)
    holds(
        np.isfinite(np.asarray(got[0], float)).all() and np.isfinite(np.asarray(got[1], float)).all(),
        "a feature that is constant in training has no range to divide by: make it 0",
        got=got[1],
    )
    varies = [0, 1, 3]
    low, high = train.min(0)[varies], train.max(0)[varies]
    kept = others[:, varies]
    close(
        np.asarray(got[1])[:, varies],
        _scaled(kept, low, high),
        hint="the others are mapped as the training pixels are: with the same minimum and maximum to the same range",
        mistakes={
            "the others were scaled by their own minimum and maximum: use those of the training pixels": (
                _scaled(kept, kept.min(0), kept.max(0))
            ),
            "the others were clipped: they may lie outside [−1, 1]": np.clip(_scaled(kept, low, high), -1, 1),
            "minimum and maximum were taken over both: the other pixels have no say in it": _scaled(
                kept, np.minimum(low, kept.min(0)), np.maximum(high, kept.max(0))
            ),
            "the others were returned unchanged: scale them too": kept,
            "this lies between 0 and 1; it should be from −1 to 1": (kept - low) / (high - low),
            "this standardises (mean 0, deviation 1); scale to [−1, 1]": (
                (kept - train[:, varies].mean(0)) / train[:, varies].std(0)
            ),
            "this divides by the largest absolute value: the smallest value then is not −1": (
                kept / np.abs(train[:, varies]).max(0)
            ),
            "all features together were scaled by one minimum and maximum: take them for each column": (
                _scaled(kept, train.min(), train.max())
            ),
        },
        inputs={"train": train, "others": others},
    )
    zeros = np.zeros(len(train)), np.zeros(len(others))
    hint = "a feature that is constant in training becomes 0, in both"
    close((np.asarray(got[0])[:, 2], np.asarray(got[1])[:, 2]), zeros, hint=hint)


@points("why_blocks", 0.5)
def test_why_blocks(answer):
    """What must not be split between training and test"""
    reasons = {
        "A": "neighbouring pixels are nearly the same: a classifier tested on the neighbours of its training pixels "
        "is tested on what it has seen",
        "B": "better than random pixels, but slice 8 shows the cells of slices 7 and 9, which would be in training",
        "D": "then every tested slice has both its neighbours in training: the worst choice of whole images",
    }
    one_letter(answer.why_blocks, "C", reasons)


# convolutionalize


def _patch_models(rng) -> dict[str, tuple[keras.Sequential, tuple[int, int]]]:
    """Return name → (a patch classifier with random weights, its steps down and across)."""
    dense = {"activation": "relu"}
    nets = {
        "convolution, pooling, two dense layers": (
            [
                keras.Input((10, 12, 2)),
                layers.Conv2D(4, 3, activation="relu"),
                layers.MaxPooling2D(2),
                layers.Flatten(),
                layers.Dense(5, **dense),
                layers.Dense(3, activation="softmax"),
            ],
            (2, 2),
        ),
        "no pooling, one dense layer": (
            [
                keras.Input((5, 7, 3)),
                layers.Conv2D(3, (3, 2), activation="tanh"),
                layers.Flatten(),
                layers.Dense(2, activation="sigmoid"),
            ],
            (1, 1),
        ),
        "two poolings, three dense layers": (
            [
                keras.Input((14, 14, 1)),
                layers.Conv2D(3, 3, activation="relu", use_bias=False),
                layers.MaxPooling2D(2),
                layers.Conv2D(4, 3, activation="relu"),
                layers.MaxPooling2D(2),
                layers.Flatten(),
                layers.Dense(6, **dense),
                layers.Dense(4, use_bias=False, **dense),
                layers.Dense(2),
            ],
            (4, 4),
        ),
    }
    nets["a dilated and a strided convolution, pooling 3 × 3 at stride 2"] = (
        [
            keras.Input((19, 21, 2)),
            layers.Conv2D(3, 3, dilation_rate=2, activation="relu"),
            layers.Conv2D(4, 3, strides=2, activation="relu"),
            layers.MaxPooling2D(3, strides=2),
            layers.Flatten(),
            layers.Dense(4, activation="tanh"),
            layers.Dense(2),
        ],
        (4, 4),
    )
    for parts, _ in nets.values():
        for number, layer in enumerate(parts[1:]):
            layer.name = f"given_{number}"  # no name that Keras gives by itself, as to the layers of an answer
    models = {name: (keras.Sequential(parts), steps) for name, (parts, steps) in nets.items()}
    for model, _ in models.values():
        _randomise(model, rng)
    return models


def _slide(model, image, steps) -> np.ndarray:
    """Return what a patch classifier says at every place of an (H, W, C) image, slid by its steps."""
    windows = np.lib.stride_tricks.sliding_window_view(image, model.input_shape[1:3], axis=(0, 1))
    windows = np.moveaxis(windows[:: steps[0], :: steps[1]], 2, -1)
    return _output(model, windows.reshape(-1, *windows.shape[2:])).reshape(*windows.shape[:2], -1)


def _dense_as_kernel(kernel, window, transpose) -> np.ndarray:
    channels = kernel.shape[0] // (window[0] * window[1])
    if transpose == "channels first":
        return np.moveaxis(kernel.reshape(channels, *window, -1), 0, 2)
    return kernel.reshape(window[1], window[0], channels, -1).swapaxes(0, 1)


def _with_mistake(model, image, steps, mistake) -> np.ndarray:
    """Return the output if the first dense layer is reshaped wrongly, or parts are left out."""
    maps = np.asarray(image[None], "float32")
    window = None
    dense = [layer for layer in model.layers if isinstance(layer, layers.Dense)]
    for layer in model.layers:
        if isinstance(layer, layers.Flatten):
            window = layer.input.shape[1:3]
        elif isinstance(layer, layers.Dense):
            kernel, *bias = layer.get_weights()
            size = window if layer is dense[0] else (1, 1)
            shaped = (
                _dense_as_kernel(kernel, size, mistake)
                if mistake in ("channels first", "columns first") and layer is dense[0]
                else kernel.reshape(*size, -1, layer.units)
            )
            maps = keras.ops.conv(maps, shaped, padding="valid", data_format="channels_last")
            maps = maps if mistake == "no bias" or not bias else maps + bias[0]
            maps = maps if mistake == "no activation" else layer.activation(maps)
        else:
            maps = layer(maps)
    return _numpy(maps)[0]


def _lost_settings(converted, model) -> str:
    """Return a hint if a convolution or pooling of the patch classifier lost a setting, or nothing."""
    kinds = (layers.Conv2D, layers.MaxPooling2D)
    given, made = (
        [layer for layer in _all_layers(network) if isinstance(layer, kinds)] for network in (model, converted)
    )
    for old, new in zip(given, made):
        for name in ("pool_size", "strides", "dilation_rate"):
            if type(old) is type(new) and getattr(old, name, None) != getattr(new, name, None):
                return (
                    f"{name}={getattr(old, name)} of a {type(old).__name__} became {getattr(new, name)}: make its copy "
                    "with all its settings, type(layer).from_config(layer.get_config())"
                )
    return ""


def _why_different(converted, model) -> str:
    """Return a hint, from the layers of a converted network, about why its answers differ, or nothing."""
    kernels = [np.ravel(weight) for weight in model.get_weights()]
    same = [weight.size for weight in converted.get_weights()] == [kernel.size for kernel in kernels] and all(
        np.allclose(mine.ravel(), kernel) for mine, kernel in zip(converted.get_weights(), kernels)
    )
    says = "the weights are right, but an activation is not: each layer keeps its own activation"
    return _lost_settings(converted, model) or (says if same else "")


def _made_of(answer, model) -> keras.Model:
    """Return the network that the answer makes of a patch classifier."""
    too_large = {
        "Negative dimension size": "the kernel of the first dense layer covers the whole map before Flatten, and no "
        "map is smaller than before: do all layers have the settings of the layers that they replace?"
    }
    converted = _with_hints(partial(answer.convolutionalize, model), too_large)
    _is_model(converted, "convolutionalize")
    return converted


@points("convolutionalize", 1, weights=True)
def test_on_a_patch_it_says_the_same(answer, rng):
    """On an image as large as a patch: a 1 × 1 map with the patch classifier's answer"""
    for name, (model, _) in _patch_models(rng).items():
        converted = _made_of(answer, model)
        patch = rng.normal(size=(1, *model.input_shape[1:])).astype("float32")
        expected = _output(model, patch)[:, None, None]
        got = _output_on(converted, patch, _lost_settings(converted, model))
        if got.shape != expected.shape:
            flat = "on a patch the result is a 1 × 1 map: dense layers become convolutions, nothing is flattened"
            equal(got.shape, expected.shape, hint=_lost_settings(converted, model) or flat, inputs=name)
        wrong = partial(_with_mistake, model, patch[0], None)
        reshaped = "the weights are not those of the patch classifier: reshape the dense kernel, copy all others"
        close(
            got,
            expected,
            hint=(difference(got, expected, 1e-3, 1e-4) and _why_different(converted, model)) or reshaped,
            mistakes={
                "Flatten puts channels last: reshape the dense kernel to (h, w, c, units), without moving axes": (
                    lambda: wrong("channels first")[None]  # noqa: B023 - used in this round
                ),
                "rows come before columns: reshape the dense kernel to (h, w, c, units)": (
                    lambda: wrong("columns first")[None]  # noqa: B023
                ),
                "the biases of the dense layers are lost": lambda: wrong("no bias")[None],  # noqa: B023
                "the activations of the dense layers are lost": lambda: wrong("no activation")[None],  # noqa: B023
            },
            inputs=f"{name}: {[type(layer).__name__ for layer in model.layers]}",
            rtol=1e-3,
            atol=1e-4,
        )


@points("convolutionalize", 1.5, weights=True)
def test_on_an_image_it_slides(answer, rng):
    """On larger images of any size: the answers of all patches, to 1e-4"""
    for name, (model, steps) in _patch_models(rng).items():
        converted = _made_of(answer, model)
        height, width, channels = model.input_shape[1:]
        equal(
            tuple(converted.input_shape),
            (None, None, None, channels),
            hint="images of any size: the input is keras.Input((None, None, channels))",
        )
        for more in ((7, 12), (4 * steps[0], 3 * steps[1])):
            image = rng.normal(size=(height + more[0], width + more[1], channels)).astype("float32")
            expected = _slide(model, image, steps)
            got = _output_on(converted, image[None], _lost_settings(converted, model))[0]
            covers = (
                "one answer for each place of the patch: the kernel of the first dense layer covers the whole map "
                "before Flatten, and all padding is valid"
            )
            if got.shape != expected.shape:
                covers = _lost_settings(converted, model) or covers
            equal(got.shape, expected.shape, hint=covers, inputs=f"{name}, image {image.shape}")
            which = "the answers differ from those of the patch classifier: which layer does not do the same as before?"
            close(
                got,
                expected,
                hint=(difference(got, expected, 1e-3, 1e-4) and _why_different(converted, model)) or which,
                mistakes={
                    "Flatten puts channels last: reshape the dense kernel to (h, w, c, units), without moving axes": (
                        partial(_with_mistake, model, image, steps, "channels first")
                    ),
                    "rows come before columns: reshape the dense kernel to (h, w, c, units)": (
                        partial(_with_mistake, model, image, steps, "columns first")
                    ),
                    "the biases of the dense layers are lost": partial(_with_mistake, model, image, steps, "no bias"),
                    "the activations of the dense layers are lost": (
                        partial(_with_mistake, model, image, steps, "no activation")
                    ),
                },
                inputs=f"{name}, image {image.shape}",
                rtol=1e-3,
                atol=1e-4,
            )


@points("convolutionalize", 0.5, weights=True)
def test_it_has_the_same_number_of_weights(answer, rng):
    """Exactly as many weights as before, none shared with the patch classifier, and no dense layer left"""
    for name, (model, _) in _patch_models(rng).items():
        converted = _made_of(answer, model)
        equal(
            converted.count_params(),
            model.count_params(),
            hint="a dense layer and its convolution have the same weights: did a bias appear, or was one lost?",
            inputs=name,
        )
        left = [type(layer).__name__ for layer in _of_kind(converted, layers.Dense, layers.Flatten)]
        holds(not left, "dense layers and Flatten must become convolutions", got=", ".join(left))
        before = converted.get_weights()
        model.set_weights([weight + 1 for weight in model.get_weights()])
        shared = sum(not np.array_equal(*pair) for pair in zip(before, converted.get_weights()))
        holds(
            not shared,
            "layers of the new network are still those of `model`, and change when it is trained further: make new "
            "layers, type(layer).from_config(layer.get_config()), and copy the weights into them",
            inputs=name,
            got=f"{shared} of {len(before)} weights changed with those of `model`",
        )


@points("times_computed", 0.5)
def test_times_computed(answer):
    """How many patches contain a given window of the first layer"""
    got = answer.times_computed
    typed = isinstance(got, str) and set("²³−·×") & set(got)
    holds(not typed, "write it as in Python: - for minus, * for times, **2 for a square", got=repr(got))
    same_formula(
        got,
        "(P - k + 1)**2",
        "k P",  # in this order the counterexample has a kernel that is smaller than the patch
        hint="count the positions of the patch that contain a given window, along one direction, and square",
        mistakes={
            "this is along one direction; patches slide down and across, so square it": "P - k + 1",
            "a patch must contain the whole k × k window, not a single pixel: fewer positions": "P**2",
            "the + 1 is missing: for P = k the window lies in exactly one patch": "(P - k)**2",
            "this is the number of weights of the kernel": "k**2",
            "this would be right for windows that do not overlap": "P**2/k**2",
        },
    )


# confusion, scores, void_cross_entropy


def _label_maps(rng, classes, void) -> tuple[np.ndarray, np.ndarray]:
    labels = rng.integers(classes, size=(2, 9, 11))
    predictions = np.where(rng.random(labels.shape) < 0.6, labels, rng.integers(classes, size=labels.shape))
    return np.where(rng.random(labels.shape) < 0.15, void, labels), predictions


def _confusion(answer, labels, predictions, classes, void) -> Any:
    """Call the answer with arrays that it cannot change, and explain the usual errors."""
    too_many = "(void pixels belong to no class: leave them out before you count, with labels != void)"
    says = {
        "cannot reshape array": "np.bincount is as long as the largest number that occurs: give it minlength=classes**2"
        f", and nothing larger {too_many}",
        "negative": f"a number below 0 was counted: void may be any number, here it is {void} {too_many}",
        "object too deep": "np.bincount counts a flat array: select pixels with a mask, or use ravel()",
    }
    shown = {"labels": labels, "predictions": predictions, "classes": classes, "void": void}
    arguments = read_only(labels), read_only(predictions), classes, void
    return _with_hints(partial(answer.confusion, *arguments), says, "labels` or `predictions", inputs=shown)


@points("confusion", 0.5)
def test_confusion_of_label_maps(answer, rng):
    """Rows are the truth, columns the prediction, as scikit-learn counts; every class has its row"""
    for classes in (2, 5):
        labels, predictions = _label_maps(rng, classes, 255)
        labels = np.where(labels == 255, 0, labels)
        if classes == 5:
            labels, predictions = labels % 3, np.minimum(predictions, 3)  # classes that are missing
        expected = sklearn_metrics.confusion_matrix(labels.ravel(), predictions.ravel(), labels=range(classes))
        got = _confusion(answer, labels, predictions, classes, 255)
        equal(
            np.shape(got),
            (classes, classes),
            hint="one row and one column per class, also for classes that are missing",
        )
        close(
            got,
            expected,
            hint="row i, column j counts the pixels of class i that were predicted as j",
            mistakes={
                "rows and columns are exchanged: rows are the truth": expected.T,
                "these are shares; count pixels": expected / expected.sum(),
                "these are shares of each row; count pixels": (
                    expected / np.maximum(expected.sum(1, keepdims=True), 1)
                ),
                "only right pixels are counted: the confusions lie off the diagonal": np.diag(np.diag(expected)),
            },
            inputs={"labels": labels, "predictions": predictions, "classes": classes},
        )


@points("confusion", 0.5)
def test_confusion_leaves_void_out(answer, rng):
    """Void pixels are not counted, whatever number void is"""
    for classes, void in ((4, 255), (4, 4), (3, -1), (6, 11)):
        labels, predictions = _label_maps(rng, classes, void)
        kept = labels != void
        expected = sklearn_metrics.confusion_matrix(labels[kept], predictions[kept], labels=range(classes))
        as_zero = sklearn_metrics.confusion_matrix(
            np.where(kept, labels, 0).ravel(), predictions.ravel(), labels=range(classes)
        )
        as_last = sklearn_metrics.confusion_matrix(
            np.where(kept, labels, classes - 1).ravel(), predictions.ravel(), labels=range(classes)
        )
        close(
            _confusion(answer, labels, predictions, classes, void),
            expected,
            hint="pixels whose label is void must not be counted at all",
            mistakes={
                "void pixels were counted as class 0: leave them out": as_zero,
                "void pixels were counted as the last class: leave them out": as_last,
            },
            inputs={"labels": labels, "predictions": predictions, "classes": classes, "void": void},
        )


def _sklearn_scores(truth, predicted) -> tuple[float, float, float, float]:
    present = np.union1d(truth, predicted)
    recall = sklearn_metrics.recall_score(truth, predicted, average=None, labels=np.unique(truth), zero_division=0)
    iou = sklearn_metrics.jaccard_score(truth, predicted, average=None, labels=present, zero_division=0)
    share = np.array([(truth == number).mean() for number in present])
    accuracy = sklearn_metrics.accuracy_score(truth, predicted)
    return float(accuracy), float(recall.mean()), float(iou.mean()), float((share * iou).sum())


SCORE_NAMES = ("pixel accuracy", "class accuracy", "mean IoU", "frequency-weighted IoU")


def _same_scores(answer, truth, predicted, counts) -> None:
    expected = _sklearn_scores(truth, predicted)
    got = _with_hints(partial(answer.scores, read_only(counts)), {}, "counts")
    four = isinstance(got, (tuple, list, np.ndarray)) and len(got) == 4
    four = four and all(np.ndim(value) == 0 and np.asarray(value).dtype.kind in "iuf" for value in got)
    holds(four, f"return four numbers: ({', '.join(SCORE_NAMES)})", got=repr(got)[:80])
    shown = {"inputs": {"counts": counts}, "expected": expected, "got": got}
    near = partial(np.allclose, rtol=1e-6, atol=1e-9)
    holds(not near(np.asarray(got, float) / 100, expected), "these are per cent: return shares, from 0 to 1", **shown)
    in_order = near(got, expected) or not near(np.sort(got), np.sort(expected))
    holds(in_order, f"the four are right, but in another order: {', '.join(SCORE_NAMES)}", **shown)
    right, there, said = np.diag(counts), counts.sum(1), counts.sum(0)
    known, occurs, classes = there + said > 0, there > 0, len(counts)
    with np.errstate(all="ignore"):
        recall, precision = right / there, right / said
        iou = right / (there + said - right)
        wrong = {
            "class accuracy": {
                "this is precision: divide by what is there (the row's sum), not by what was predicted": np.nanmean(
                    precision
                ),
                "classes that do not occur must not be counted as 0: average over those that do": (
                    np.nansum(recall) / classes
                ),
                "this is the pixel accuracy again: average over classes": expected[0],
            },
            "mean IoU": {
                "the pixels in both are counted twice in your union: subtract the intersection": np.nanmean(
                    right / (there + said)
                ),
                "this is Dice (twice the intersection over the sum of both); IoU divides by the union": np.nanmean(
                    2 * right / (there + said)
                ),
                "classes that are neither there nor predicted must be left out of the mean, not counted as 0": (
                    iou[known].sum() / classes
                ),
                "classes that are neither there nor predicted must be left out of the mean, not counted as 1": (
                    (iou[known].sum() + (~known).sum()) / classes
                ),
                "a class that was predicted and does not occur has IoU 0, and counts in the mean": iou[occurs].mean(),
                "this is a ratio of sums over all classes; take the mean of the IoU of each class": (
                    right.sum() / (there + said - right).sum()
                ),
            },
            "frequency-weighted IoU": {
                "weighted by what was predicted: the weights are the classes' shares of the truth": np.nansum(
                    said / said.sum() * iou
                ),
                "this is the unweighted mean again": expected[2],
                "weights must add up to 1: divide by the number of all pixels": np.nansum(there * iou),
            },
        }
    for name, value, wanted in zip(SCORE_NAMES, got, expected):
        problem = "a class that is missing makes this not a number: leave it out" if np.isnan(value) else ""
        close(
            value,
            wanted,
            hint=problem or f"the {name} is wrong: compare with its formula above",
            mistakes=wrong.get(name),
            inputs={"counts": counts},
            rtol=1e-6,
        )


@points("scores", 0.75)
def test_scores_of_full_matrices(answer, rng):
    """All four scores as scikit-learn computes them, where every class occurs"""
    for classes in (2, 4, 7):
        truth = np.concatenate([np.arange(classes), rng.choice(classes, 150, p=rng.dirichlet(np.ones(classes)))])
        predicted = np.where(rng.random(len(truth)) < 0.6, truth, rng.integers(classes, size=len(truth)))
        counts = sklearn_metrics.confusion_matrix(truth, predicted, labels=range(classes))
        _same_scores(answer, truth, predicted, counts)


@points("scores", 0.75)
def test_scores_with_missing_classes(answer, rng):
    """All four scores where a class does not occur, or is not predicted either"""
    for missing in ((2,), (0, 3)):
        truth = rng.choice([number for number in range(5) if number not in missing], 120)
        predicted = np.where(rng.random(120) < 0.6, truth, rng.integers(5, size=120))
        predicted = np.where(predicted == missing[-1], truth, predicted)  # neither there nor predicted
        if len(missing) > 1:
            predicted[:3] = missing[0]  # predicted and not there
        counts = sklearn_metrics.confusion_matrix(truth, predicted, labels=range(5))
        _same_scores(answer, truth, predicted, counts)


@points("why_accuracy_hides", 0.5)
def test_why_accuracy_hides(answer):
    """What pixel accuracy does not show"""
    reasons = {
        "A": "network 2 has the lower mean IoU, so it is not better at everything",
        "C": "the other way round: pixel accuracy counts pixels, so large classes decide it",
        "D": "both can be right: one averages over pixels, the other over classes",
    }
    one_letter(answer.why_accuracy_hides, "B", reasons)


def _cross_entropies(labels, logits) -> np.ndarray:
    return _numpy(
        keras.ops.sparse_categorical_crossentropy(
            keras.ops.convert_to_tensor(labels, "int32"),
            keras.ops.convert_to_tensor(logits, "float32"),
            from_logits=True,
        )
    )


def _cross_entropy(answer, labels, logits, void) -> float:
    """Call the answer with arrays that it cannot change, and explain the usual errors."""
    says = {
        "out of bounds": f"a void label is not a class (void is {void} here): leave its pixels out before you index"
    }
    arguments = read_only(labels), read_only(logits), void
    got = _with_hints(partial(answer.void_cross_entropy, *arguments), says, "labels` or `logits")
    holds(got is not None and np.ndim(got) == 0, "return one number (is there a return?)", got=got)
    return got


@points("void_cross_entropy", 0.5)
def test_cross_entropy_without_void(answer, rng):
    """The mean of −log probability where every pixel has a label, for small and for huge logits"""
    for spread in (1.0, 300.0):
        logits, labels = rng.normal(0, spread, (2, 4, 5, 6)), rng.integers(6, size=(2, 4, 5))
        logits[:, 0, 0, 0] = 4 * spread  # e^1200 overflows in float64, too
        each = _cross_entropies(labels, logits)
        got = _cross_entropy(answer, labels, logits, 255)
        holds(
            np.isfinite(got),
            "e to the power of hundreds overflows, and a probability of 0 has no logarithm: subtract the largest logit "
            "of each pixel first, and compute log Σ e^z − z_y",
            got=float(got),
        )
        close(
            got,
            each.mean(),
            hint="log Σ e^z − z_y, averaged over pixels"
            + ("; logits in the hundreds are not cut off, nor is anything added to probabilities" * (spread > 1)),
            mistakes={
                "the sign is wrong: it is minus the logarithm of a probability": -each.mean(),
                "this is the sum; take the mean over pixels": each.sum(),
                "this is the mean of the images' sums; take the mean over pixels": each.sum() / 2,
                "logarithm to the base 2: use the natural one": each.mean() / np.log(2),
                "the mean runs over pixels, not over pixels and classes": each.mean() / 6,
            },
            inputs={"labels": labels, "logits": logits, "void": 255},
            rtol=1e-4,
        )


@points("void_cross_entropy", 0.5)
def test_cross_entropy_with_void(answer, rng):
    """Void pixels count neither in the sum nor in the number of pixels; all void gives 0"""
    for void in (255, -1, 4):
        labels, logits = rng.integers(4, size=(2, 5, 6)), rng.normal(0, 2, (2, 5, 6, 4))
        hidden = rng.random(labels.shape) < np.array([0.2, 0.7])[:, None, None]
        each = _cross_entropies(labels, logits)
        zero, last = (_cross_entropies(np.where(hidden, number, labels), logits).mean() for number in (0, 3))
        of_images = np.mean([each[n][~hidden[n]].mean() for n in range(2)])
        right = each[~hidden].mean()
        close(
            _cross_entropy(answer, np.where(hidden, void, labels), logits, void),
            right,
            hint="log Σ e^z − z_y, averaged over the pixels that are not void",
            mistakes={
                "void pixels count as pixels with loss 0: divide by the number of labelled pixels only": np.where(
                    hidden, 0, each
                ).mean(),
                "void pixels were taken for class 0": zero,
                "void pixels were taken for the last class": last,
                "each image's mean has the same weight; take one mean over all labelled pixels": of_images,
                "the sign is wrong: it is minus the logarithm of a probability": -right,
                "this is the sum; take the mean over pixels": each[~hidden].sum(),
                "logarithm to the base 2: use the natural one": right / np.log(2),
            },
            inputs={"labels": np.where(hidden, void, labels), "logits": logits, "void": void},
            rtol=1e-4,
        )
    got = _cross_entropy(answer, np.full((1, 2, 2), 9), rng.normal(size=(1, 2, 2, 3)), 9)
    holds(np.isfinite(got), "with all pixels void there is nothing to divide by: return 0", got=float(got))
    close(got, 0.0, hint="with all pixels void the loss is 0")


# build_fcn

BACKBONE_FILTERS = (2, 3, 5, 6, 7)  # different, so that each score layer can be told by what it reads


def _backbone(input_shape=(None, None, 3)) -> keras.Model:
    inputs = maps = keras.Input(input_shape)
    for stage, filters in enumerate(BACKBONE_FILTERS, start=1):
        maps = layers.Conv2D(filters, 3, padding="same", activation="relu", name=f"given_{stage}")(maps)
        maps = layers.MaxPooling2D(2, padding="same", name=f"pool{stage}")(maps)
    return keras.Model(inputs, maps)


def _fcn_counts(stride, classes) -> tuple[int, int]:
    """Return (trainable, fixed) parameters that an FCN adds to the backbone."""
    taps = {32: (5,), 16: (5, 4), 8: (5, 4, 3)}[stride]
    scores = sum(BACKBONE_FILTERS[stage - 1] * classes + classes for stage in taps)
    return scores + (len(taps) - 1) * 16 * classes**2, (2 * stride) ** 2 * classes**2


@points("build_fcn", 1)
def test_fcn_shapes_and_counts(answer, rng):
    """Logits as large as the image, also for odd and unknown sizes; exact numbers of parameters"""
    for stride in (32, 16, 8):
        classes = int(rng.integers(2, 5))
        for shape in ((64, 96, 3), (75, 101, 3), (None, None, 3)):
            with graph_only():
                backbone = _backbone(shape)
            model = _fcn(answer, stride, backbone, classes)
            got, said = tuple(model.output_shape), f"build_fcn(backbone of {shape}, {stride}, {classes})"
            equal(
                got,
                (None, *shape[:2], classes),
                hint="logits have the size of the image: cut what is enlarged with CropLike, the last map to the input",
                inputs=said,
            )
            scores = [layer for layer in _of_kind(model, layers.Conv2D) if tuple(layer.kernel_size) == (1, 1)]
            equal(
                len(scores),
                {32: 1, 16: 2, 8: 3}[stride],
                hint="one 1 × 1 score layer for pool5, and one more for each skip: 1, 2, 3 for 32s, 16s, 8s",
                inputs=said,
            )
            ups = _of_kind(model, layers.Conv2DTranspose)
            equal(
                sorted(int(up.strides[0]) for up in ups),
                {32: [32], 16: [2, 16], 8: [2, 2, 8]}[stride],
                hint="32s: enlarge by 32; 16s: by 2, then 16; 8s: by 2, by 2, then 8, each a Conv2DTranspose",
                inputs=said,
            )
            equal(
                sorted(int(up.kernel_size[0]) for up in ups),
                sorted(2 * int(up.strides[0]) for up in ups),
                hint="a kernel that enlarges by f has 2f × 2f weights",
                inputs=said,
            )
            holds(
                not any(up.use_bias for up in ups) and all(score.use_bias for score in scores),
                "score layers have a bias, enlargements have none",
            )
            holds(
                _count(model.trainable_weights) >= _count(backbone.weights),
                "the backbone is frozen: it is trained together with what is put on it",
                inputs=said,
            )
            equal(
                (_count(model.trainable_weights) - _count(backbone.weights), _count(model.non_trainable_weights)),
                _fcn_counts(stride, classes),
                hint="the last enlargement is fixed (trainable=False), all others are trained; parameters "
                "(trained beyond the backbone, fixed) differ",
                inputs=said,
            )


def _fcn_oracle(
    backbone, scores, stride, images, *, kernel=None, order=("pool4", "pool3"), end=True, crop=True, relu=()
) -> np.ndarray:
    """Return the logits of an FCN with given score weights: name of a tap → (kernel, bias).

    Known mistakes: maps cut in the middle on the way (``crop``) or at the end (``end``), scores with a ReLU.
    """
    taps = keras.Model(backbone.input, [backbone.get_layer(name).output for name in ("pool3", "pool4", "pool5")])
    maps = dict(zip(("pool3", "pool4", "pool5"), taps(images, training=False)))
    classes = scores["pool5"][1].shape[0]
    kernel = kernel or BilinearInitializer()

    def score(name):
        logits = keras.ops.conv(maps[name], scores[name][0], data_format="channels_last") + scores[name][1]
        return keras.ops.relu(logits) if name in relu else logits

    def enlarged(logits, factor, like, crop=crop):
        shape = (2 * factor, 2 * factor, classes, classes)
        weights = kernel(shape, "float32")
        large = keras.ops.conv_transpose(logits, weights, strides=factor, padding="same", data_format="channels_last")
        before, beside = (0 if crop else (large.shape[axis] - like.shape[axis] + 1) // 2 for axis in (1, 2))
        return large[:, before : before + like.shape[1], beside : beside + like.shape[2]]

    logits = score("pool5")
    for name in order[: {32: 0, 16: 1, 8: 2}[stride]]:
        logits = enlarged(logits, 2, maps[name]) + (score(name) if name in scores else 0)
    return _numpy(enlarged(logits, stride, images, end))


FCN_FAILS = (
    "images of any size must work; is each enlarged map cut with CropLike to the map that is added to it, pool4 first, "
    "then pool3, and the last one to the input?"
)


def _fcn(answer, stride, backbone, classes) -> keras.Model:
    """Return the answer's FCN, and explain the usual errors."""
    two_sizes = "two maps of different sizes are added: cut what was enlarged to the size of the other map first"
    says = {
        "cannot be cut": "CropLike()([large, small]) cuts the first to the second's size: is the order of the two "
        "right, and that of the skips (pool4 first, then pool3)?",
        "ncompatible shapes": two_sizes,
        "annot broadcast": two_sizes,
        "Inputs have incompatible": two_sizes,
    }
    model = _with_hints(partial(answer.build_fcn, backbone, stride, classes), says)
    _is_model(model, "build_fcn")
    sides = tuple(backbone.input_shape[1:3])
    holds(
        tuple(model.input_shape[1:3]) == sides,
        "the input is the backbone's: keras.Model(backbone.input, …)",
        got=model.input_shape,
        expected=backbone.input_shape,
    )
    return model


def _have_biases(scores: Mapping[str, layers.Conv2D]) -> None:
    without = [name for name, layer in scores.items() if not layer.use_bias]
    holds(not without, "score layers have a bias", got=f"without: {', '.join(without)}")


@points("build_fcn", 1, weights=True)
def test_fcn_starts_as_interpolation(answer, rng):
    """Before training, the skips add nothing, and enlarging is bilinear interpolation"""
    images = rng.normal(size=(1, 70, 93, 3)).astype("float32")
    for stride in (32, 16, 8):
        backbone = _backbone()
        _randomise(backbone, rng)
        model = _fcn(answer, stride, backbone, 3)
        found = _score_layers(model)
        wanted = ("pool5", "pool4", "pool3")[: {32: 1, 16: 2, 8: 3}[stride]]
        holds(set(found) == set(wanted), f"FCN-{stride}s scores {', '.join(wanted)}", got=", ".join(sorted(found)))
        own = [_numpy(weight) for weight in backbone.weights]
        kept = [_numpy(weight) for weight in model.weights]
        missing = "the backbone's weights are lost: use backbone.input and backbone.get_layer(…).output themselves"
        for values in own:
            holds(any(values.shape == mine.shape and np.allclose(values, mine) for mine in kept), missing)
        for name in wanted[1:]:
            holds(
                not np.any(_numpy(found[name].kernel)),
                f'the score of {name} must start at zero: kernel_initializer="zeros"',
            )
        holds(
            np.any(_numpy(found["pool5"].kernel)),
            "the score of pool5 must not start at zero: then no gradient would reach the layers before it",
        )
        for up in _of_kind(model, layers.Conv2DTranspose):
            shape = tuple(up.kernel.shape)
            close(
                _numpy(up.kernel),
                _numpy(BilinearInitializer()(shape)),
                hint="enlargements start bilinear: kernel_initializer=BilinearInitializer()",
                inputs=f"Conv2DTranspose of stride {up.strides[0]} in FCN-{stride}s",
            )
        _have_biases(found)
        scores = {"pool5": [_numpy(weight) for weight in found["pool5"].weights]}
        _same_logits(_output_on(model, images, FCN_FAILS), backbone, scores, stride, images)


def _score_layers(model) -> dict[str, layers.Conv2D]:
    """Return the score layers by the tap that they read, told by its number of maps."""
    by_width = {BACKBONE_FILTERS[stage - 1]: f"pool{stage}" for stage in (3, 4, 5)}
    found = {}
    for layer in _of_kind(model, layers.Conv2D):
        if tuple(layer.kernel_size) == (1, 1):
            name = by_width.get(int(layer.kernel.shape[2]))
            holds(
                name is not None, "a 1 × 1 score layer reads pool3, pool4 or pool5 themselves", got=layer.kernel.shape
            )
            found[name] = layer
    holds("pool5" in found, "pool5 has no score: a 1 × 1 convolution to the classes")
    return found


def _same_logits(got, backbone, scores, stride, images) -> None:
    expected = _fcn_oracle(backbone, scores, stride, images)
    holds(got.shape == expected.shape, "logits have the size of the image", got=got.shape, expected=expected.shape)
    oracle = partial(_fcn_oracle, backbone, scores, stride, images)
    at_the_end = "CropLike cuts off the surplus at the bottom and on the right, where pooling added it"
    mistakes = {
        f"enlarged maps are cut in the middle: {at_the_end}": partial(oracle, crop=False, end=False),
        f"the maps that are added are cut in the middle: {at_the_end}": partial(oracle, crop=False),
        f"the logits are cut in the middle at the end: {at_the_end}": partial(oracle, end=False),
        "softmax is applied: the output is logits": lambda: _numpy(keras.ops.softmax(expected, axis=-1)),
        "a ReLU is applied: logits may be negative": lambda: np.maximum(expected, 0),
    }
    for name in scores:
        mistakes[f"a ReLU follows the score of {name}: logits may be negative"] = partial(oracle, relu=(name,))
    mistakes["a ReLU follows each score: logits may be negative"] = partial(oracle, relu=tuple(scores))
    mistakes["a ReLU follows the skips' scores: logits may be negative"] = partial(oracle, relu=("pool4", "pool3"))
    for name in ("pool4", "pool3"):
        if name in scores:
            without = {key: value for key, value in scores.items() if key != name}
            mistakes[f"the skip from {name} adds nothing to the result"] = partial(
                _fcn_oracle, backbone, without, stride, images
            )
    close(
        got,
        expected,
        hint="the logits differ from those of score, enlarge, cut, add, enlarge, cut: in which order do you do it, and "
        "with which padding?",
        mistakes=mistakes,
        inputs=f"FCN-{stride}s on an image of {images.shape[1:3]} with random weights",
        rtol=1e-3,
        atol=1e-3,
    )


@points("build_fcn", 1, weights=True)
def test_fcn_adds_the_skips(answer, rng):
    """With other score weights: each skip is added at its own resolution, at its place"""
    images = rng.normal(size=(1, 67, 90, 3)).astype("float32")
    for stride in (16, 8):
        backbone = _backbone()
        _randomise(backbone, rng)
        model = _fcn(answer, stride, backbone, 3)
        found = _score_layers(model)
        wanted = ("pool5", "pool4", "pool3")[: {16: 2, 8: 3}[stride]]
        holds(set(found) == set(wanted), f"FCN-{stride}s scores {', '.join(wanted)}", got=", ".join(sorted(found)))
        _have_biases(found)
        for layer in found.values():
            layer.set_weights([rng.normal(size=weight.shape) for weight in layer.weights])
        bilinear = [
            layer.set_weights([BilinearInitializer()(tuple(layer.kernel.shape))])
            for layer in _of_kind(model, layers.Conv2DTranspose)
            if not layer.use_bias
        ]
        holds(len(bilinear) == len(wanted), "enlargements are Conv2DTranspose layers without bias")
        scores = {name: [_numpy(weight) for weight in layer.weights] for name, layer in found.items()}
        _same_logits(_output_on(model, images, FCN_FAILS), backbone, scores, stride, images)


@points("why_skip", 0.5)
def test_why_skip(answer):
    """What an early map knows, and what it does not know"""
    reasons = {
        "A": "it has fewer units than the picture has pixels; time is not the reason",
        "C": "a 1 × 1 convolution scales its values as needed; that is no obstacle",
        "D": "it is the other way round: few poolings, small fields",
    }
    one_letter(answer.why_skip, "B", reasons)


# max_pool_with_indices, max_unpool2d


def _pooled(maps) -> tuple[np.ndarray, np.ndarray]:
    values, indices = MaxPool2DWithIndices(2)(maps[None].astype("float32"))
    return _numpy(values)[0], _numpy(indices)[0]


def _pool(answer, maps) -> tuple:
    """Call the answer with maps that it cannot change; make sure that it returns a pair."""
    got = _with_hints(partial(answer.max_pool_with_indices, read_only(maps)), {}, "maps")
    pair = isinstance(got, (tuple, list)) and len(got) == 2
    holds(pair, "return a pair: (values, indices)", got=type(got).__name__)
    return got


@points("max_pool_with_indices", 0.5)
def test_pooled_values(answer, rng):
    """The maxima of 2 × 2 windows, on even and odd sizes, negative values included"""
    for shape in ((6, 8, 3), (7, 9, 2), (5, 4, 1)):
        maps = rng.normal(size=shape).astype("float32") - 1
        got = _pool(answer, maps)
        values = _pooled(maps)[0]
        equal(
            np.shape(got[0]),
            values.shape,
            hint="an odd last row or column is dropped: the result is (H // 2, W // 2, C)",
            inputs=f"maps of {shape}",
        )
        close(
            got[0],
            values,
            hint="the first of the pair, values, are the maxima of the windows",
            mistakes={
                "values below zero count too: do not start the maximum at 0": np.maximum(values, 0),
                "channels are pooled one by one": np.broadcast_to(values.max(-1, keepdims=True), values.shape),
            },
            inputs={"maps": maps},
        )


@points("max_pool_with_indices", 0.5)
def test_pooled_indices(answer, rng):
    """row · W + column in the map, on even and odd sizes; of equal values the first"""
    for shape in ((6, 8, 3), (7, 9, 2), (4, 7, 2)):
        maps = rng.normal(size=shape).astype("float32")
        got = _pool(answer, maps)
        _, indices = _pooled(maps)
        height, width, channels = shape
        row, column = np.divmod(indices, width)
        close(
            got[1],
            indices,
            hint="the index of a maximum is row · W + column, counted in the map before pooling",
            mistakes={
                "this is the place within the window, 0 to 3; it should be the place in the map": (
                    row % 2 * 2 + column % 2
                ),
                "row and column are exchanged: row · W + column": column * height + row,
                "multiply the row by the map's own width W, also when W is odd": row * (width // 2 * 2) + column,
                "multiply the row by W, not by the width after pooling": row * (width // 2) + column,
                "channels have no part in the index: it is row · W + column within each channel": (
                    indices * channels + np.arange(channels)
                ),
                "multiply the row by W, not by the height H": row * height + column,
            },
            inputs={"maps": maps},
        )
    for window in ([[0, 0], [0, 0]], [[0, 1], [1, 0]], [[0, 1], [0, 1]], [[0, 0], [1, 1]], [[0, 1], [1, 1]]):
        ties = np.tile(np.array(window, "float32"), (2, 3))[..., None]
        columns_first = _pooled(ties.swapaxes(0, 1))[1].swapaxes(0, 1)
        first = "of equal values the first counts, row by row"
        close(
            _pool(answer, ties)[1],
            _pooled(ties)[1],
            hint=first,
            mistakes={f"{first}: top right comes before bottom left": columns_first % 4 * 6 + columns_first // 4},
            inputs=f"windows {window}",
        )


def _unpooled(values, indices, shape) -> np.ndarray:
    """Put value by value back."""
    maps = np.zeros((*shape, values.shape[2]), values.dtype)
    for i, j, c in np.ndindex(values.shape):
        maps[*np.divmod(indices[i, j, c], shape[1]), c] = values[i, j, c]
    return maps


def _unpool(answer, values, indices, shape) -> Any:
    """Call the answer with arrays that it cannot change, and explain the usual errors."""
    says = {
        "out of bounds": f"the map has the shape that was asked for, {shape}, not twice that of the values: index // W "
        "and index % W count in it",
        "must be integers": "an index must be a whole number: // and %, not /",
    }
    arguments = read_only(values), read_only(indices), shape
    return _with_hints(partial(answer.max_unpool2d, *arguments), says, "values` or `indices")


@points("max_unpool2d", 0.5)
def test_unpooled_even(answer, rng):
    """Each value at its place, zeros elsewhere, channel by channel"""
    for shape in ((6, 8, 3), (4, 10, 2)):
        _, indices = _pooled(rng.normal(size=shape))
        values = rng.normal(size=indices.shape).astype("float32")
        expected = _unpooled(values, indices, shape[:2])
        first = np.zeros(shape, "float32")
        first[::2, ::2] = values
        got = _unpool(answer, values, indices, shape[:2])
        equal(np.shape(got), shape, hint="the result is (H, W, C)")
        close(
            got,
            expected,
            hint="value (i, j, c) goes to row index // W, column index % W of channel c",
            mistakes={
                "each value went to the first place of its window: use the indices": first,
                "each value was repeated over its window: it goes to one place, the others are 0": (
                    values.repeat(2, 0).repeat(2, 1)
                ),
                "only the first channel's indices were used: each channel has its own": (
                    _unpooled(values, np.broadcast_to(indices[..., :1], indices.shape), shape[:2])
                ),
                "negative values were lost: put them back as they are": np.maximum(expected, 0),
                "decimals were cut off: the map must hold floats, as values does": np.trunc(expected),
                "row and column are exchanged: row = index // W, column = index % W": (
                    _unpooled(values, indices, shape[:2]).reshape(shape[1], shape[0], -1).swapaxes(0, 1)
                ),
            },
            inputs={"values": values, "indices": indices, "shape": shape[:2]},
        )


@points("max_unpool2d", 0.5)
def test_unpooled_odd(answer, rng):
    """Odd sizes: the row or column that was dropped comes back as zeros, and the places are right"""
    for shape in ((7, 9, 2), (5, 8, 1), (6, 7, 3)):
        _, indices = _pooled(rng.normal(size=shape))
        values = rng.normal(size=indices.shape).astype("float32")
        expected = _unpooled(values, indices, shape[:2])
        got = _unpool(answer, values, indices, shape[:2])
        equal(
            np.shape(got), shape, hint="the result has the shape that was asked for: an odd last row or column is back"
        )
        close(
            got,
            expected,
            hint="indices count in a map of the given width W, which is odd here: row = index // W",
            inputs={"values": values, "indices": indices, "shape": shape[:2]},
        )


# build_segnet


def _segnet(input_shape, filters, classes, *, reverse=True, norm_first=True) -> keras.Model:
    def block(maps, width):
        maps = layers.Conv2D(width, 3, padding="same", use_bias=False)(maps)
        if norm_first:
            return layers.ReLU()(layers.BatchNormalization()(maps))
        return layers.BatchNormalization()(layers.ReLU()(maps))

    inputs = maps = keras.Input(input_shape)
    stages = []
    for width in filters:
        maps = block(maps, width)
        values, indices = MaxPool2DWithIndices()(maps)
        stages.append((maps, indices))
        maps = values
    for (before, indices), width in zip(stages[::-1], [*filters[-2::-1], filters[0]]):
        maps = block(MaxUnpool2D()([maps, indices, before]), width)
    return keras.Model(inputs, layers.Conv2D(classes, 1)(maps))


def _built_segnet(answer, shape, filters, classes) -> keras.Model:
    """Return the answer's SegNet, and explain the usual errors."""
    says = {
        "must have the same shape": "either these are not the indices of this stage's pooling, or the block before has "
        "another number of filters: it is that of the stage before it on the way down",
        "pools to": "unpool to the size of the map that this stage pooled: MaxUnpool2D()([values, indices, maps]), "
        "with maps as they were before the pooling",
    }
    model = _with_hints(partial(answer.build_segnet, shape, filters, classes), says)
    _is_model(model, "build_segnet")
    return model


@points("build_segnet", 1)
def test_segnet_shapes_and_counts(answer, rng):
    """Logits of the image's size, also for odd sizes; exact numbers of layers and parameters"""
    for shape, filters in (((32, 48, 3), (4, 8)), ((37, 51, 1), (4, 6, 8)), ((None, None, 3), (3, 5, 7, 9))):
        classes = int(rng.integers(2, 6))
        model = _built_segnet(answer, shape, filters, classes)
        said = f"build_segnet({shape}, {filters}, {classes})"
        with graph_only():
            oracle = _segnet(shape, filters, classes)
        equal(
            tuple(model.output_shape),
            (None, *shape[:2], classes),
            hint="logits have the size of the image: unpool as often as you pool",
            inputs=said,
        )
        for kind, what in ((MaxPool2DWithIndices, "poolings with indices"), (MaxUnpool2D, "unpoolings")):
            equal(
                len(_of_kind(model, kind)),
                len(filters),
                hint=f"{what}: one for each stage (a {kind.__name__} layer)",
                inputs=said,
            )
        widths = [int(layer.filters) for layer in _of_kind(model, layers.Conv2D)]
        equal(
            widths,
            [*filters, *filters[-2::-1], filters[0], classes],
            hint="the convolutions' filters, in order: down through `filters`, up to the filters of the stage before, "
            "at last the first number again, then the classes",
            inputs=said,
        )
        equal(
            model.count_params(),
            oracle.count_params(),
            hint="blocks: a 3 × 3 convolution without bias, and batch normalisation; the last one is 1 × 1 with a bias",
            inputs=said,
        )


@points("build_segnet", 1, weights=True)
def test_segnet_computes_what_it_should(answer, rng):
    """With the same random weights, the same logits as a reference network"""
    for size in ((16, 24), (19, 27)):
        filters, classes = (4, 5, 6), 3
        model = _built_segnet(answer, (None, None, 3), filters, classes)
        _randomise(model, rng)
        oracle = _segnet((None, None, 3), filters, classes)
        shapes = [[tuple(weight.shape) for weight in network.weights] for network in (model, oracle)]
        holds(
            shapes[0] == shapes[1],
            "the layers do not follow each other as described: compare the shapes of the weights",
            got=str(shapes[0][:8]),
            expected=str(shapes[1][:8]),
        )
        images = rng.normal(size=(1, *size, 3)).astype("float32")
        weights = model.get_weights()
        oracle.set_weights(weights)

        def norm_last(weights=weights, images=images, filters=filters, classes=classes):
            wrong = _segnet((None, None, 3), filters, classes, norm_first=False)
            wrong.set_weights(weights)
            return _output(wrong, images)

        expected = _output(oracle, images)
        unpooled = (
            "is each map unpooled with the indices of its own stage, to the size of the map that was pooled there?"
        )
        close(
            _output_on(model, images, unpooled),
            expected,
            hint="the logits differ: is each unpooling given the indices and the map of the pooling of its own stage?",
            mistakes={
                "softmax is applied: the output is logits": lambda e=expected: _numpy(keras.ops.softmax(e, axis=-1)),
                "a ReLU follows the last convolution: logits may be negative": np.maximum(expected, 0),
                "a block is convolution, normalisation, ReLU, in this order": norm_last,
            },
            inputs=f"an image of {size} with random weights",
            rtol=1e-3,
            atol=1e-3,
        )


# context module

FIELDS = [3, 5, 9, 17, 33, 65, 67, 67]
DILATIONS = (1, 1, 2, 4, 8, 16, 1, 1)
WIDTHS = {"basic": (1, 1, 1, 1, 1, 1, 1, 1), "large": (2, 2, 4, 8, 16, 32, 32, 1)}


@points("context_fields", 0.5)
def test_context_fields(answer):
    """The receptive field after each of the eight layers"""
    got = answer.context_fields
    eight = isinstance(got, (tuple, list, np.ndarray)) and len(got) == 8
    holds(eight, "a list of eight numbers, one for each layer", got=repr(got)[:200])
    equal(
        got,
        FIELDS,
        hint="a layer with kernel 3 and dilation d adds 2d to the side; one with kernel 1 adds nothing",
        mistakes={
            "dilation ignored: neighbouring weights lie d units apart, so the field grows by 2d": [
                3,
                5,
                7,
                9,
                11,
                13,
                15,
                15,
            ],
            "these are the sizes of single kernels, 2d + 1; fields add up": [3, 3, 5, 9, 17, 33, 3, 1],
            "the last layer is 1 × 1: it adds nothing": [3, 5, 9, 17, 33, 65, 67, 69],
            "layer 7 has dilation 1: it adds 2": [3, 5, 9, 17, 33, 65, 129, 129],
            "the field grows by d at both ends: by 2d": [2, 3, 5, 9, 17, 33, 34, 34],
        },
    )


def _identity(size, inputs, outputs, groups) -> np.ndarray:
    return _numpy(IdentityInitializer(groups)((size, size, inputs, outputs)))


@points("identity_kernel", 0.5)
def test_identity_of_equal_widths(answer, rng):
    """As many maps out as in: 1 in the middle for each map, 0 everywhere else"""
    for size, channels in ((3, 4), (1, 3), (5, 2)):
        expected = _identity(size, channels, channels, channels)
        got = answer.identity_kernel(size, channels, channels, channels)
        equal(np.shape(got), expected.shape, hint="a kernel has shape (size, size, inputs, outputs)")
        everywhere = np.broadcast_to(np.eye(channels), expected.shape)
        mixing = np.zeros_like(expected)
        mixing[size // 2, size // 2] = 1
        corner = np.zeros_like(expected)
        corner[0, 0] = np.eye(channels)
        close(
            got,
            expected,
            hint="1 in the middle of the kernel from each map to itself, 0 elsewhere",
            mistakes={
                "zero except in the middle: this adds up all neighbours": everywhere,
                "zero except in the middle: this takes the mean of all neighbours": everywhere / size**2,
                "each map is passed to itself only: this mixes all maps": mixing,
                "the middle of the kernel is at (size // 2, size // 2)": corner,
            },
            inputs=f"size={size}, inputs={channels}, outputs={channels}, groups={channels}",
        )


@points("identity_kernel", 0.5)
def test_identity_of_changing_widths(answer, rng):
    """More or fewer maps out than in: each group is divided, or summed up again"""
    for inputs, outputs, groups in ((8, 16, 4), (3, 6, 3), (12, 3, 3), (32, 4, 4)):
        expected = _identity(3, inputs, outputs, groups)
        got = answer.identity_kernel(3, inputs, outputs, groups)
        equal(np.shape(got), expected.shape, hint="a kernel has shape (size, size, inputs, outputs)")
        same = expected > 0
        a, b = np.arange(inputs)[:, None], np.arange(outputs)
        interleaved = np.zeros_like(expected)
        interleaved[1, 1] = (a % groups == b % groups) * groups / outputs
        square = np.zeros_like(expected)
        square[1, 1] = np.eye(inputs, outputs)
        close(
            got,
            expected,
            hint="groups are blocks of neighbouring maps: map a of c is in group ⌊a·C/c⌋; the weight is C / outputs",
            mistakes={
                "the weight is C / outputs, not 1: a group is divided among its outputs": same.astype(float),
                "the weight is C / outputs, not C / inputs": same * groups / inputs,
                "groups are blocks of neighbouring maps, not every C-th map": interleaved,
                "some maps lead nowhere: all maps of a group are connected": square,
            },
            inputs=f"size=3, inputs={inputs}, outputs={outputs}, groups={groups}",
        )


@points("build_context_module", 1)
def test_context_module_fields_and_counts(answer, rng):
    """Receptive fields 3, 5, 9, 17, 33, 65, 67, 67; the size stays; exact numbers of maps and parameters"""
    for kind in ("basic", "large"):
        channels = int(rng.integers(3, 6))
        model = answer.build_context_module(channels, kind)
        _is_model(model, "build_context_module")
        said = f"build_context_module({channels}, {kind!r})"
        equal(
            (tuple(model.input_shape), tuple(model.output_shape)),
            ((None, None, None, channels), (None, None, None, channels)),
            hint="maps of any size come in, and as many go out: keras.Input((None, None, channels))",
            inputs=said,
        )
        convolutions = _of_kind(model, layers.Conv2D)
        equal(len(convolutions), 8, hint="the table has eight convolutions", inputs=said)
        equal(
            [int(layer.filters) for layer in convolutions],
            [width * channels for width in WIDTHS[kind]],
            hint="the number of maps of each layer is in the table, as a multiple of C",
            inputs=said,
        )
        equal(
            [int(layer.dilation_rate[0]) for layer in convolutions],
            list(DILATIONS),
            hint="the dilations are 1, 1, 2, 4, 8, 16, 1, 1",
            inputs=said,
        )
        equal(
            [receptive_field(model, layer, input_size=(200, 200)).size[0] for layer in convolutions],
            FIELDS,
            hint="the receptive fields of the layers differ: is a kernel of another size, or the order changed?",
            inputs=said,
        )
        padding = [layer.padding for layer in convolutions if layer.kernel_size[0] > 1]
        holds(set(padding) == {"same"}, "the size stays as it is: padding='same'", got=str(padding))
        before = (channels, *(width * channels for width in WIDTHS[kind][:-1]))
        after = [width * channels for width in WIDTHS[kind]]
        sizes = (3,) * 7 + (1,)
        expected = sum(size**2 * a * b + b for size, a, b in zip(sizes, before, after))
        equal(
            model.count_params(), expected, hint="every convolution has a bias, and there is nothing else", inputs=said
        )


def _context_output(weights, maps, after) -> np.ndarray:
    """Return what a context module gives with ``weights``, its layers followed by the functions ``after``."""
    for (kernel, *bias), dilation, function in zip(weights, DILATIONS, after):
        maps = keras.ops.conv(maps, kernel, padding="same", dilation_rate=dilation, data_format="channels_last")
        maps = function(maps + bias[0] if bias else maps)
    return _numpy(maps)


def _relu_after_each(model, convolutions, maps, rng) -> None:
    """Compare a module with a reference, both with random weights, for which each ReLU matters."""
    holds(len(convolutions) == 8, "the table has eight convolutions", got=len(convolutions))
    for layer in convolutions:
        kernel, *bias = layer.get_weights()
        scale = 2.5 / np.sqrt(np.prod(kernel.shape[:3]))  # maps grow from layer to layer: a cut at 6 shows
        layer.set_weights([rng.normal(0, scale, kernel.shape), *(rng.normal(0, 0.1, each.shape) for each in bias)])
    weights = [layer.get_weights() for layer in convolutions]
    relu, nothing = keras.ops.relu, _unchanged
    right = [relu] * 7 + [nothing]
    expected = _context_output(weights, maps, right)
    size = float(np.abs(expected).max())
    wrong = {f"no ReLU follows layer {n + 1}": [*right[:n], nothing, *right[n + 1 :]] for n in range(7)}
    wrong |= {f"only layer {n + 1} has a ReLU": [nothing] * n + [relu] + [nothing] * (7 - n) for n in range(7)}
    wrong["a ReLU is 0 for all negative numbers, this one is leaky"] = [keras.ops.leaky_relu] * 7 + [nothing]
    wrong["a ReLU has no upper limit, relu6 has"] = [keras.ops.relu6] * 7 + [nothing]
    close(
        _output(model, maps),
        expected,
        hint="one ReLU follows each of the layers 1 to 7, and nothing else",
        mistakes={
            f"{words}: one follows each layer except the last": partial(_context_output, weights, maps, after)
            for words, after in wrong.items()
        }
        | {
            "no ReLU after the last layer: logits may be negative": partial(_context_output, weights, maps, [relu] * 8),
        },
        inputs="random weights in each layer",
        rtol=1e-3,
        atol=1e-4 * size,
    )


def _unchanged(maps: Any) -> Any:
    return maps


@points("build_context_module", 0.5, weights=True)
def test_context_module_starts_as_the_identity(answer, rng):
    """Before training it returns its input; a ReLU follows each layer except the last"""
    for kind in ("basic", "large"):
        model = answer.build_context_module(3, kind)
        _is_model(model, "build_context_module")
        maps = rng.uniform(0, 1, (1, 20, 24, 3)).astype("float32")
        for layer in _of_kind(model, layers.Conv2D):
            shape = tuple(layer.kernel.shape)
            close(
                _numpy(layer.kernel),
                _numpy(IdentityInitializer(3)(shape)),
                hint="each layer starts as the identity: kernel_initializer=IdentityInitializer(channels)",
                inputs=f"a layer from {shape[2]} to {shape[3]} maps",
            )
        same = "the size stays as it is: padding='same'"
        close(_output_on(model, maps, same), maps, hint="before training, the module returns its input", atol=1e-5)
        below = maps - 0.5
        close(
            _output(model, below),
            np.maximum(below, 0),
            hint="seven layers end with a ReLU, so what is below zero becomes 0",
            mistakes={"the ReLUs are missing: one follows each layer except the last": below},
            inputs="maps between −0.5 and 0.5",
            atol=1e-5,
        )
        convolutions = _of_kind(model, layers.Conv2D)
        start = [layer.get_weights() for layer in convolutions]
        _relu_after_each(model, convolutions, maps, rng)
        for layer, weights in zip(convolutions, start):
            layer.set_weights(weights)
        last = convolutions[-1]
        last.set_weights([-weight for weight in last.get_weights()])
        close(
            _output(model, maps),
            -maps,
            hint="no ReLU after the last layer: logits may be negative",
            inputs="the last layer's weights with the sign changed",
            atol=1e-5,
        )
