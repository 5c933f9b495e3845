"""The graded checks of lab 2: VGG16 and its heirs, and learning from few images."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import keras
import numpy as np
from keras import layers, ops

from course.backend.weightless import graph_only
from course.checks import AnswerError, close, equal, holds, one_letter, points, same_formula
from course.checks.values import brief
from course.receptive_field import receptive_field

FRAMEWORKS = ("keras", "tensorflow", "jax", "torch")

WITHOUT = {
    "vgg_preprocess": (*FRAMEWORKS, "cv2", "skimage", "course"),
    "build_vgg16": ("keras.applications", "course"),
    "classify": ("keras.applications", "course"),
    "extract_features": ("keras.applications", "course"),
    "residual_block": ("keras.applications", "course"),
    "squeeze_excite": ("keras.applications", "course"),
    "dense_block": ("keras.applications", "course"),
}

NUMERIC = {"rtol": 1e-3, "atol": 1e-4}  # Keras computes in float32
BGR_MEANS = np.array([103.939, 116.779, 123.68], "float32")


# What several checks use


def _parts(model) -> list:
    """Return a model's layers and operations in order, those of nested models in place."""
    parts = getattr(model, "operations", None) or model.layers
    return [leaf for part in parts for leaf in (_parts(part) if isinstance(part, keras.Model) else [part])]


def _of_kind(model, *kinds) -> list:
    return [part for part in _parts(model) if isinstance(part, kinds)]


def _is_model(model, name) -> None:
    holds(isinstance(model, keras.Model), f"{name} must return a keras.Model", got=type(model).__name__)


def _count(weights) -> int:
    return sum(math.prod(weight.shape) for weight in weights)


def _numpy(tensor) -> np.ndarray:
    return ops.convert_to_numpy(tensor)


def _output(model, images, training=False) -> np.ndarray:
    return _numpy(model(np.asarray(images, "float32"), training=training))


def _output_of(model, images, broken) -> np.ndarray:
    """Return what a student's model makes of images; fail with the hint ``broken`` where it cannot be run."""
    try:
        return _output(model, images)
    except Exception as error:
        holds(False, f"{broken} (your model cannot be run: {brief(str(error))})", inputs={"images": images})


def _told(call: Callable[[], Any], says: Mapping[str, str], **shown) -> Any:
    """Call an answer; where it raises an error that matches one of the patterns of ``says``, put the hint before it.

    What no pattern matches is raised as it is.
    """
    try:
        return call()
    except AnswerError as error:
        for pattern, hint in says.items():
            found = re.search(pattern, str(error))
            holds(not found, f"{hint} (your code raised {error.in_brief})", got=error.trace, **shown)
        raise


def _activations(model) -> list[str]:
    """Return the activation after each layer with weights, be it the layer's own or a part that follows it."""
    found = []
    for part in _parts(model):
        kind = type(part).__name__.lower()
        if isinstance(part, (layers.Conv2D, layers.Dense)):
            found.append(part.activation.__name__)
        elif found and (isinstance(part, layers.Activation) or kind in ("relu", "softmax")):
            name = part.activation.__name__ if isinstance(part, layers.Activation) else kind
            found[-1] = name if found[-1] in ("linear", name) else f"{found[-1]}, {name}"
    return found


# saved_by_small_kernels


@points("saved_by_small_kernels", 0.5)
def test_saved_by_small_kernels(answer):
    """One 7×7 convolution against three of 3×3"""
    same_formula(
        answer.saved_by_small_kernels,
        "22*C**2",
        "C",
        hint="each kernel reads all C maps and there are C kernels: 7·7·C·C weights against 3·(3·3·C·C)",
        mistakes={
            "there are three 3×3 convolutions, not one": "40*C**2",
            "each of the C kernels reads all C maps: C appears squared": "22*C",
            "this is what three 3×3 convolutions have; the question is what they save": "27*C**2",
            "this is what the 7×7 convolution has; the question is what the others save": "49*C**2",
            "more, or fewer? what is saved is 7×7 minus the three 3×3": "-22*C**2",
            "leave the biases aside, C for each layer: only weights are counted": "22*C**2 - 2*C",
            "how many weights fewer is asked for, not a ratio": "49/27",
            "how many weights fewer is asked for, not which part of them (27/49)": "27/49",
            "how many weights fewer is asked for, not which part of them (22/49)": "22/49",
        },
    )


# build_vgg16

VGG16_LAYERS = [
    *(f"block{block}_{layer}" for block in (1, 2) for layer in ("conv1", "conv2", "pool")),
    *(f"block{block}_{layer}" for block in (3, 4, 5) for layer in ("conv1", "conv2", "conv3", "pool")),
]
TOP_LAYERS = ["fc1", "fc2", "predictions"]


def _vgg(answer, **options):
    """Return the student's model, after a small one has shown that it will not have a thousand layers."""
    _not_swapped(answer)
    hint = "the maps shrink to nothing: is `blocks` read, and do convolutions keep the size (padding 'same')?"
    says = {"(?i)negative|too small": hint, "(?i)name.* unique": "each layer's name has its block and its number in it"}
    model = _told(partial(answer.build_vgg16, **options), says, inputs=options)
    _is_model(model, "build_vgg16")
    return model


def _not_swapped(answer) -> None:
    try:
        model = answer.build_vgg16(input_shape=(32, 32, 3), include_top=False, blocks=((3, 1), (5, 2)))
    except AnswerError:
        return  # with the arguments of the check itself there will be more to say
    filters = [layer.filters for layer in _of_kind(model, layers.Conv2D)] if isinstance(model, keras.Model) else []
    hint = "filters and number are swapped: in `blocks`, (64, 2) means 64 filters, two convolutions"
    holds(filters != [1, 1, 1, 2, 2, 2, 2, 2], hint, inputs={"blocks": ((3, 1), (5, 2))}, got=f"filters {filters}")


def _convolutions(model) -> list[str]:
    found = _of_kind(model, layers.Conv2D)
    return [f"{layer.filters} of {layer.kernel_size[0]}×{layer.kernel_size[1]}, {layer.padding}" for layer in found]


def _wrong_part(model) -> str:
    """Return a hint about the first kind of layer that is not VGG16's, or an empty text."""
    found, pools = partial(_of_kind, model), _of_kind(model, layers.MaxPooling2D, layers.AveragePooling2D)
    wide = found(layers.Conv2D)
    wrong = {
        "global pooling instead of Flatten: fc1 reads all 7·7·512 numbers": (
            found(layers.GlobalAveragePooling2D, layers.GlobalMaxPooling2D)
        ),
        "max pooling is asked for, not the average: MaxPooling2D": found(layers.AveragePooling2D),
        "a convolution keeps the size of its maps: padding 'same' is missing": (
            [layer for layer in wide if layer.padding != "same"]
        ),
        "pooling without padding: it rounds an odd size down, 7 → 3": [p for p in pools if p.padding != "valid"],
        "biases are missing: every convolution and every dense layer has them": (
            [layer for layer in found(layers.Conv2D, layers.Dense) if not layer.use_bias]
        ),
        "Flatten is missing: a dense layer on maps is applied at each place of them": (
            [layer for layer in found(layers.Dense) if len(layer.input.shape) > 2]
        ),
    }
    return next((hint for hint, layers_found in wrong.items() if layers_found), "")


def _vgg_equal(model, got, expected, hint, mistakes=None) -> None:
    """Compare; say what is wrong with the layers' kinds where something is, and count only otherwise."""
    told = _wrong_part(model) if got != expected else ""
    equal(got, expected, hint=told or hint, mistakes=None if told else mistakes)


@points("build_vgg16", 1)
def test_vgg16_counts(answer):
    """138,357,544 parameters; 224×224×3 in, 1,000 probabilities out"""
    model = _vgg(answer)
    mistakes = {
        "only two convolutions in blocks 3, 4 and 5: that is VGG13; configuration D has three there": 133_047_848,
        "four convolutions in blocks 3, 4 and 5: that is VGG19; configuration D has three there": 143_667_240,
        "the second dense layer of 4,096 units is missing": 138_357_544 - (4_096**2 + 4_096),
        "the first dense layer gets 14×14 maps: the fifth pooling is missing": 138_357_544 + 147 * 512 * 4_096,
        "block 5 has 512 filters, as many as block 4": 536_034_088,
        "include_top is ignored: the three dense layers are missing": 14_714_688,
    }
    hint = "compare model.summary() with the table, layer by layer"
    _vgg_equal(model, model.count_params(), 138_357_544, hint, mistakes)
    _vgg_equal(model, model.input_shape, (None, 224, 224, 3), "images come in as (224, 224, 3)")
    _vgg_equal(model, model.output_shape, (None, 1000), "one probability for each of 1,000 classes")


@points("build_vgg16", 0.5)
def test_vgg16_without_top(answer):
    """include_top=False: 14,714,688 parameters, maps of 7×7×512 out; any image size"""
    model = _vgg(answer, include_top=False)
    mistakes = {
        "include_top is ignored: the three dense layers are still there": 138_357_544,
        "only two convolutions in blocks 3, 4 and 5: that is VGG13": 9_404_992,
        "four convolutions in blocks 3, 4 and 5: that is VGG19": 20_024_384,
    }
    _vgg_equal(model, model.count_params(), 14_714_688, "without top the network ends with block5_pool", mistakes)
    _vgg_equal(
        model, model.output_shape, (None, 7, 7, 512), "without top the output is block5_pool's maps, not flattened"
    )
    small = _vgg(answer, input_shape=(96, 64, 3), include_top=False)
    equal(small.input_shape, (None, 96, 64, 3), hint="input_shape is ignored: use it in keras.Input")
    _vgg_equal(small, small.output_shape, (None, 3, 2, 512), "each of the five poolings halves the maps")


@points("build_vgg16", 0.5)
def test_vgg16_layers(answer):
    """Names as in Keras, 3×3 kernels, ReLU inside, softmax at the end"""
    model = _vgg(answer)
    named = [part.name for part in _of_kind(model, layers.Conv2D, layers.MaxPooling2D, layers.Dense)]
    hint = "names: block1_conv1, block1_conv2, block1_pool, block2_conv1 … block5_pool, fc1, fc2, predictions"
    _vgg_equal(model, named, VGG16_LAYERS + TOP_LAYERS, hint)
    wide = [(64, 2), (128, 2), (256, 3), (512, 3), (512, 3)]
    expected = [f"{filters} of 3×3, same" for filters, count in wide for _ in range(count)]
    equal(_convolutions(model), expected, hint="wrong convolution: every one has 3×3 kernels and padding 'same'")
    hint = "wrong activation: ReLU after every convolution and after fc1 and fc2, softmax at the end"
    equal(_activations(model), ["relu"] * 15 + ["softmax"], hint=hint)


@points("build_vgg16", 1)
def test_vgg16_fields(answer):
    """A unit of block5_conv3 sees 196 pixels, stride 16; one of block5_pool 212, stride 32"""
    model = _vgg(answer, include_top=False)
    for name, size, stride in (("block5_conv3", 196, 16), ("block5_pool", 212, 32)):
        names = [layer.name for layer in model.layers]
        holds(name in names, f"there is no layer called {name!r}: see the names in the table", got=names)
        field = receptive_field(model, name)
        hint = f"field and step of {name}, in pixels: check kernel sizes, and that five poolings halve the maps"
        equal((tuple(map(int, field.size)), tuple(map(int, field.stride))), ((size,) * 2, (stride,) * 2), hint=hint)


@points("build_vgg16", 0.5)
def test_small_vgg(answer):
    """Other blocks: a small VGG for 28×28 digits from the same function"""
    blocks = ((8, 1), (16, 2), (24, 3))
    model = _vgg(answer, input_shape=(28, 28, 1), include_top=False, blocks=blocks)
    hint = "`blocks` is ignored, or read wrongly: (filters, convolutions) of each block, with a pooling after each"
    equal(model.input_shape, (None, 28, 28, 1), hint="input_shape is ignored: use it in keras.Input")
    expected = [f"{filters} of 3×3, same" for filters, count in blocks for _ in range(count)]
    _vgg_equal(model, _convolutions(model), expected, hint)
    _vgg_equal(model, model.output_shape, (None, 3, 3, 24), hint)
    whole = _vgg(answer, input_shape=(28, 28, 1), classes=7, blocks=blocks)
    _vgg_equal(whole, whole.output_shape, (None, 7), "`classes` is ignored: it says how many units the last layer has")


@points("fc1_parameters", 0.5)
def test_fc1_parameters(answer):
    """What the first dense layer has to learn"""
    mistakes = {
        "the biases are missing, one for each of 4,096 units": 25_088 * 4_096,
        "this is fc2; fc1 reads the flattened maps of block 5": 4_096 * 4_096 + 4_096,
        "the maps are 7×7 after the fifth pooling, not 14×14": 14 * 14 * 512 * 4_096 + 4_096,
        "all 7·7 places of a map are inputs of their own: there is no global pooling here": 512 * 4_096 + 4_096,
        "this is the whole network": 138_357_544,
    }
    got = answer.fc1_parameters
    holds(not isinstance(got, str), "write a number, without quotes", got=got)
    hint = "inputs × units + units; the inputs are all numbers of block5_pool's maps, flattened"
    named = [words for words, wrong in mistakes.items() if got == wrong]
    right = isinstance(got, (int, float)) and got == 25_088 * 4_096 + 4_096
    holds(right, named[0] if named else hint, got=got)  # what is expected stays a question


# vgg_preprocess


def _photos(rng, *shape) -> np.ndarray:
    return rng.integers(0, 256, (*shape, 3)).astype("uint8")


def _keras_preprocess(images) -> np.ndarray:
    return np.asarray(keras.applications.vgg16.preprocess_input(images.astype("float32")))


def _preprocessed(answer, images) -> np.ndarray:
    """Preprocess images, compare with what Keras makes of them and with known mistakes, and return them."""
    written = "the images are changed: compute in an array of your own (x - means, and not x -= means)"
    got = _told(partial(answer.vgg_preprocess, images), {"read-only": written}, inputs={"images": images})
    holds(isinstance(got, np.ndarray), "return a NumPy array", got=type(got).__name__)
    wrapped = "negative numbers wrapped around: uint8 has none, so convert to float32 before you subtract"
    holds(got.dtype.kind == "f", wrapped, got=str(got.dtype))
    values = images.astype("float32")
    mistakes = {
        "the channels are still red, green, blue: reverse them": values - BGR_MEANS[::-1],
        "the means are swapped: after reversing, blue comes first, and its mean is 103.939": (
            values[..., ::-1] - BGR_MEANS[::-1]
        ),
        "the channels are not reversed, and the means are those of blue, green, red": values - BGR_MEANS,
        "the means are not subtracted": values[..., ::-1],
        "no division by 255: VGG16 was trained on numbers from about −124 to 152": (
            (values[..., ::-1] - BGR_MEANS) / 255
        ),
        "scaled to 0 … 1 first: the means are in units of 0 … 255": values[..., ::-1] / 255 - BGR_MEANS,
        "the image was mirrored: reverse the last axis, images[..., ::-1]; the columns are axis 2 of a batch": (
            values[..., ::-1, :] - BGR_MEANS
        ),
        "fractions were cut off: convert to float32, not to whole numbers": np.trunc(values[..., ::-1]) - BGR_MEANS,
    }
    hint = "reverse the channels, then subtract 103.939 (blue), 116.779 (green), 123.68 (red)"
    right = _keras_preprocess(images)
    close(got, right, hint=hint, mistakes=mistakes, inputs={"images": images}, **NUMERIC)
    return got


@points("vgg_preprocess", 0.5)
def test_preprocess(answer, rng):
    """RGB to BGR, minus ImageNet's mean of each channel, as Keras does it"""
    _preprocessed(answer, _photos(rng, 2, 5, 6))


@points("vgg_preprocess", 0.5)
def test_preprocess_types(answer, rng):
    """uint8 and float images alike, one image or a batch; float32 comes out"""
    floats = rng.uniform(0, 255, (2, 4, 4, 3))
    protected = floats.astype("float32")
    protected.setflags(write=False)  # answers get a copy, which they cannot write into either
    for images in (_photos(rng, 4, 5), _photos(rng, 3, 4, 5), floats, protected):
        got = _preprocessed(answer, images)
        equal(str(got.dtype), "float32", hint="return float32: it is what the network computes in")


# classify


def _colour_judge(rng) -> keras.Model:
    """Return a network of 1,000 classes that judges 4 × 4 places of a 224×224 image by their colours."""
    model = keras.Sequential(
        [
            keras.Input((224, 224, 3)),
            layers.AveragePooling2D(56),
            layers.Flatten(),
            layers.Dense(1000, activation="softmax"),
        ]
    )
    model.layers[-1].set_weights([rng.normal(0, 0.02, (48, 1000)), np.zeros(1000)])
    return model


def _smooth_photo(rng, height, width) -> np.ndarray:
    """Return a photograph without detail, so that every way to resize it gives about the same."""
    small = rng.integers(0, 256, (1, 3, 4, 3)).astype("float32")
    return np.clip(np.rint(_numpy(ops.image.resize(small, (height, width)))), 0, 255).astype("uint8")[0]


def _judged(model, batch, top) -> list[tuple[str, float]]:
    probabilities = _output(model, batch)[0]
    return [(_class_name(number), float(probabilities[number])) for number in np.argsort(-probabilities)[:top]]


def _class_name(number) -> str:
    return f"class {number}"


def _decode(probabilities, top=5) -> list[list[tuple[str, str, float]]]:
    """Stand in for Keras' decode_predictions, which needs a file from the network."""
    rows = np.asarray(probabilities)
    if rows.ndim != 2 or rows.shape[1] != 1000:
        raise ValueError(f"decode expects (N, 1000) probabilities, got {rows.shape}")
    return [[(f"n{k:08d}", _class_name(k), float(row[k])) for k in np.argsort(-row)[:top]] for row in rows]


def _classified(answer, model, photo, top) -> dict[str, float]:
    """Classify a photograph; fail unless the answer has the right form; return name → probability, in order."""
    shown = {"image": photo, "top": top}
    says = {
        r"decode expects": "decode takes the probabilities of a batch, as the network returns them: (N, 1000)",
        r"shape \(\w+, 224, 3\)": "the network takes a batch, and you have one image: add an axis in front, [None]",
        r"(?i)incompatible|shape": "the network takes a batch of one, resized: (1, 224, 224, 3)",
    }
    got = _told(partial(answer.classify, model, photo, _decode, top), says, inputs=shown)
    holds(isinstance(got, (list, tuple)), "return a list of (name, probability)", got=type(got).__name__)
    nested = any(isinstance(part, (list, tuple)) for entry in got if isinstance(entry, (list, tuple)) for part in entry)
    holds(not nested, "decode returns a list for each image of the batch: take the first", got=got)
    equal(len(got), top, hint="`top` is ignored: pass it on to decode", inputs=shown)
    for entry in got:
        _is_pair(entry)
    return dict(got)


def _is_pair(entry) -> None:
    pair = isinstance(entry, (list, tuple)) and len(entry) == 2
    holds(pair, "each entry is (name, probability): leave out decode's identifier, such as 'n02123045'", got=entry)
    name, probability = entry
    holds(not isinstance(probability, str) and isinstance(name, str), "the name first, then its probability", got=entry)
    is_name = not re.fullmatch(r"n\d{8}", name)
    holds(is_name, "this is decode's identifier; return the name, which stands after it", got=entry)


def _likeliest_first(found: dict[str, float]) -> None:
    chances = list(found.values())
    equal(chances, sorted(chances, reverse=True), hint="most probable first, as decode returns them")


def _same_names(answer, rng, shape, top) -> None:
    model, photo = _colour_judge(rng), _smooth_photo(rng, *shape)
    resized = _numpy(ops.image.resize(photo.astype("float32"), (224, 224)))[None]
    found, expected = _classified(answer, model, photo, top), dict(_judged(model, _keras_preprocess(resized), top))
    _likeliest_first(found)
    side = min(photo.shape[:2])
    corner = _numpy(ops.image.resize(photo[:side, :side].astype("float32"), (224, 224)))[None]
    mistakes = {
        "the image was not preprocessed, or only scaled: VGG16 expects what vgg_preprocess makes": resized,
        "the channels are in the wrong order: preprocess exactly once, with vgg_preprocess": (
            _keras_preprocess(resized)[..., ::-1]
        ),
        "preprocessed twice, or scaled by 255": _keras_preprocess(_keras_preprocess(resized)),
        "scaled to 0 … 1 first: vgg_preprocess expects 0 … 255": _keras_preprocess(resized / 255),
        "cut instead of resized: resize the whole image to 224 × 224": _keras_preprocess(corner),
        "height and width were swapped": _keras_preprocess(resized.swapaxes(1, 2)),
    }
    equal(
        list(found),
        list(expected),
        hint="resize the whole image to 224 × 224, preprocess, predict, and decode",
        mistakes={hint: [name for name, _ in _judged(model, batch, top)] for hint, batch in mistakes.items()},
        inputs={"image": photo, "top": top},
    )
    hint = "the probabilities are not what the network gives"
    close(list(found.values()), list(expected.values()), hint=hint, rtol=0.1, atol=0.02)


def _pixel_judge(rng) -> keras.Model:
    """Return a network of 1,000 classes that looks at single pixels, 32 apart, of a 224×224 image."""
    parts = [layers.MaxPooling2D(1, strides=32), layers.Flatten(), layers.Dense(1000, activation="softmax")]
    model = keras.Sequential([keras.Input((224, 224, 3)), *parts])
    model.layers[-1].set_weights([rng.normal(0, 0.004, (147, 1000)), np.zeros(1000)])
    return model


def _bilinearly_as_floats(answer, rng) -> None:
    """Fail if what came is nearer to what other ways to resize give: enlarged, a rough image tells them apart."""
    model, photo, resize = _pixel_judge(rng), _photos(rng, 60, 90), partial(ops.image.resize, size=(224, 224))
    found = _classified(answer, model, photo, 100)  # rounding shows little: many classes are looked at
    ways = {
        "": resize(photo.astype("float32")),
        "whole numbers were resized, so that what lies between them was rounded: image.astype('float32') first": (
            resize(photo)
        ),
        "the nearest pixel was taken: resize bilinearly, as keras.ops.image.resize does unless told otherwise": (
            resize(photo.astype("float32"), interpolation="nearest")
        ),
    }
    far = {hint: _distance(model, found, _numpy(way)[None]) for hint, way in ways.items()}
    hint = min(far, key=far.get)
    holds(not hint, hint, inputs={"image": photo, "top": 100})


def _distance(model, found, resized) -> float:
    chances = dict(_judged(model, _keras_preprocess(resized), 1000))
    return sum(abs(math.log(max(chance, 1e-30) / chances.get(name, 1e-30))) for name, chance in found.items())


@points("classify", 1)
def test_classify(answer, rng):
    """A photograph of any size: resized, preprocessed, judged, named"""
    _same_names(answer, rng, (150, 200), 2)
    _same_names(answer, rng, (224, 224), 3)
    _bilinearly_as_floats(answer, rng)


@points("classify", 0.5)
def test_classify_top(answer, rng):
    """The `top` likeliest classes, most probable first"""
    for top in (3, 5):
        _likeliest_first(_classified(answer, _colour_judge(rng), _smooth_photo(rng, 180, 120), top))


# build_transfer_model


def _vgg16_base(input_shape=(224, 224, 3)) -> keras.Model:
    """Return the real thing without its top, as a graph without weights."""
    with graph_only():
        return keras.applications.VGG16(include_top=False, weights=None, input_shape=input_shape)


def _small_base(rng=None, size=12) -> keras.Model:
    """Return a base of two blocks, the last called block5, with batch normalisation in it."""
    inputs = keras.Input((size, size, 3))
    maps = layers.Conv2D(4, 3, padding="same", activation="relu", name="block1_conv1")(inputs)
    maps = layers.BatchNormalization(name="block1_norm")(maps)
    maps = layers.MaxPooling2D(name="block1_pool")(maps)
    maps = layers.Conv2D(6, 3, padding="same", activation="relu", name="block5_conv1")(maps)
    maps = layers.BatchNormalization(name="block5_norm")(maps)
    model = keras.Model(inputs, layers.MaxPooling2D(name="block5_pool")(maps), name="small_base")
    if rng is not None:
        _randomise(model, rng)
    return model


def _randomise(model, rng) -> None:
    """Give every weight a value that training might have left."""
    for weight in model.weights:
        scale = math.sqrt(2 / math.prod(weight.shape[:-1])) if len(weight.shape) > 1 else 0.3
        values = rng.normal(0, scale, weight.shape)
        positive = any(word in weight.name for word in ("gamma", "variance"))
        weight.assign(rng.uniform(0.5, 2.0, weight.shape) if positive else values)


NOISE = (layers.Dropout, layers.SpatialDropout2D, layers.GaussianDropout, layers.AlphaDropout, layers.GaussianNoise)


def _sum_of(blocks) -> str:
    return f"{blocks[0]:,} trained, {blocks[1]:,} frozen"


@points("build_transfer_model", 1)
def test_transfer_counts(answer):
    """On VGG16, 10 classes: 3,212,682 trainable parameters, 14,714,688 frozen"""
    model = answer.build_transfer_model(_vgg16_base(), 10)
    _is_model(model, "build_transfer_model")
    trained, frozen = _count(model.trainable_weights), _count(model.non_trainable_weights)
    equal(
        _sum_of((trained, frozen)),
        _sum_of((3_212_682, 14_714_688)),
        hint="base, Flatten, Dense 128, Dense 10: only the dense layers are trained",
        mistakes={
            "the base is not frozen: set base.trainable = False": _sum_of((3_212_682 + 14_714_688, 0)),
            "everything is frozen, the head too: freeze the base only": _sum_of((0, 3_212_682 + 14_714_688)),
            "global pooling instead of Flatten: the head reads all 7·7·512 = 25,088 numbers": (
                _sum_of((512 * 128 + 128 + 1_290, 14_714_688))
            ),
            "the dense layer of 128 units is missing": _sum_of((250_890, 14_714_688)),
            "the base is missing: the model must contain it": _sum_of((3_212_682, 0)),
        },
    )
    equal(model.input_shape, (None, 224, 224, 3), hint="the input is images, as the base expects them")
    equal(model.output_shape, (None, 10), hint="one probability per class")


@points("build_transfer_model", 0.5)
def test_transfer_head(answer):
    """The head: 128 units with ReLU, then softmax over the classes, whatever their number"""
    for classes in (2, 5):
        model = answer.build_transfer_model(_vgg16_base((64, 96, 3)), classes)
        _is_model(model, "build_transfer_model")
        more = [type(part).__name__ for part in _of_kind(model, *NOISE)]
        holds(not more, "nothing else belongs to the head: no dropout, no noise", got=more)
        head = list(zip([layer.units for layer in _of_kind(model, layers.Dense)], _activations(model)[-2:]))
        hint = "wrong head: Dense 128 with ReLU, then one unit per class with softmax"
        equal(head, [(128, "relu"), (classes, "softmax")], hint=hint, inputs={"classes": classes})
        equal(model.input_shape, (None, 64, 96, 3), hint="the input is the base's own: base.input_shape")


@points("build_transfer_model", 0.5, weights=True)
def test_transfer_keeps_the_base(answer, rng):
    """The base is one layer of the model, its weights unchanged"""
    base = _small_base(rng)
    kept = [_numpy(weight) for weight in base.weights]
    model = answer.build_transfer_model(base, 3)
    _is_model(model, "build_transfer_model")
    own = [_numpy(weight) for weight in model.weights]
    whole = any(isinstance(part, keras.Model) for part in model.layers)
    kinds = ", ".join(type(part).__name__ for part in model.layers)
    holds(whole, "the base must be one layer of your model: put the base itself there, or call base(inputs)", got=kinds)
    missing = "the base's trained weights are lost: use the base itself, not a new network of the same shape"
    for values in kept:
        holds(any(values.shape == mine.shape and np.allclose(values, mine) for mine in own), missing)
    trained, frozen = _count(model.trainable_weights), _count(model.non_trainable_weights)
    borrowed = _count(base.weights)
    expected = _sum_of((trained + frozen - borrowed, borrowed))
    hint = "these are numbers of parameters: freeze all of the base's (base.trainable = False), and only those"
    equal(_sum_of((trained, frozen)), expected, hint=hint)


# extract_features


def _extracted(answer, base, images, batch_size) -> np.ndarray:
    got = answer.extract_features(base, images, batch_size)
    holds(isinstance(got, np.ndarray), "return one NumPy array", got=type(got).__name__)
    tensor = "this is a tensor, and what follows needs a NumPy array: keras.ops.convert_to_numpy makes one of it"
    holds(got.flags.writeable, tensor, got="a tensor")
    return got


def _in_batches(answer) -> None:
    """Fail unless images go through in batches of `batch_size`: this base answers with the size of the batch."""
    inputs = keras.Input((2, 2, 1))
    base = keras.Model(inputs, ops.zeros_like(inputs) + ops.sum(ops.ones_like(inputs), axis=0, keepdims=True))
    got = np.asarray(_extracted(answer, base, np.zeros((40, 2, 2, 1), "float32"), 7))
    equal(
        int(got.max()),
        7,
        hint="`batch_size` says how many images go through at a time; this was the largest batch",
        mistakes={
            "`batch_size` is ignored: all went through at once, which for many photographs takes too much memory": 40,
            "`batch_size` is not passed on: the batches were of 32": 32,
        },
        inputs={"images": "40 images", "batch_size": 7},
    )


@points("extract_features", 1)
def test_features(answer, rng):
    """The base's output for each image, in inference mode; every image, in order"""
    for count, batch_size in ((4, 4), (7, 3), (5, 32)):
        base, images = _small_base(rng), rng.normal(size=(count, 12, 12, 3)).astype("float32")
        expected = _output(base, images)
        got = _extracted(answer, base, images, batch_size)
        close(
            got,
            expected,
            hint="features are base(images), batch after batch, put together along the first axis",
            mistakes={
                "the base ran in training mode: batch normalisation used the batch's own statistics": (
                    partial(_output, base, images, training=True)
                ),
                "the last batch is missing: it may be smaller than the others": (
                    expected[: count // batch_size * batch_size]
                ),
                "only the first batch is there": expected[:batch_size],
                "the features are flattened: keep the maps, (N, h, w, channels)": expected.reshape(count, -1),
                "the features are averaged over each map: keep the maps, (N, h, w, channels)": (
                    expected.mean(axis=(1, 2))
                ),
                "the images came back in another order": expected[::-1],
                "these are the images, not the features": images,
            },
            inputs={"images": images, "batch_size": batch_size},
            **NUMERIC,
        )
    _in_batches(answer)


@points("extract_features", 1, weights=True)
def test_fast_path_is_the_slow_path(answer, rng):
    """The head on your features predicts what your whole model predicts, to 1e-5"""
    base, images = _small_base(rng), rng.normal(size=(9, 12, 12, 3)).astype("float32")
    values = _extracted(answer, base, images, 4)  # of a base that is not frozen: training mode would show
    model = answer.build_transfer_model(base, 4)
    _is_model(model, "build_transfer_model")
    holds(np.ndim(values) == 4, "features are maps: (N, h, w, channels)", got=np.shape(values))
    holds(len(values) == len(images), "a feature for each image, those of a last, smaller batch too", got=values.shape)
    values = np.asarray(values, "float32").reshape(len(values), -1)
    dense = _of_kind(model, layers.Dense)[0]  # the first of the head; what follows may be layers of any kind
    last = model.layers[-1] if isinstance(model, keras.Sequential) else model
    values = _output(keras.Model(dense.input, last.output), values)
    hint = "the two paths differ: extract_features must use the base as your model does, in inference mode"
    close(values, _output(model, images), hint=hint, inputs={"images": images}, rtol=0, atol=1e-5)


# fine_tune


def _transfer_model(rng) -> keras.Model:
    """Return a base and a head; of 64 units some answer to any image, so that there is a gradient for block 5."""
    base = _small_base()
    base.trainable = False
    head = [layers.Flatten(), layers.Dense(64, activation="relu"), layers.Dense(3, activation="softmax")]
    model = keras.Sequential([base, *head])
    model.build((None, 12, 12, 3))
    _randomise(model, rng)
    return model


def _tuned(answer, model, images, labels, learning_rate, epochs=1, block="block5"):
    """Return (weights before, weights after) by name."""
    names, before = [weight.path for weight in model.weights], model.get_weights()
    tuned = answer.fine_tune(model, images, labels, learning_rate, epochs, block)
    _is_model(tuned, "fine_tune")
    after = [_numpy(weight) for weight in tuned.weights]
    equal([w.shape for w in after], [w.shape for w in before], hint="return the model that was passed in, trained on")
    return dict(zip(names, before)), dict(zip(names, after))


def _moved(before, after, *words) -> float:
    """Return the largest change of the weights whose names hold one of the words."""
    found = [name for name in before if any(word in name for word in words)]
    return max(float(np.abs(after[name] - before[name]).max()) for name in found)


def _eight_images(rng) -> tuple[np.ndarray, np.ndarray]:
    return rng.normal(size=(8, 12, 12, 3)).astype("float32"), np.arange(8) % 3


NOT_TRAINED = "nothing was trained: call fit, and mind that model.trainable = False freezes everything, the head too"


@points("fine_tune", 1.5)
def test_fine_tune_moves_block_5(answer, rng):
    """Block 5 and the head are trained; earlier blocks and every batch normalisation stay as they are"""
    moved = partial(_moved, *_tuned(answer, _transfer_model(rng), *_eight_images(rng), 0.01))
    holds(moved("conv", "dense") > 0, NOT_TRAINED)
    frozen = "block 5 is still frozen: make its convolutions trainable, and compile only after that"
    holds(moved("block5_conv1") > 0, frozen)
    holds(moved("dense") > 0, "the head is frozen: it goes on learning, along with block 5")
    early = "block 1 was trained too: unfreeze only block 5"
    order = "base.trainable = True sets every layer in the base: do that first, then set the layers one by one"
    holds(moved("block1_conv1") == 0, f"{early} ({order})")
    moving = "batch normalisation was not in inference mode: its moving mean or variance changed"
    holds(moved("moving") == 0, f"{moving}; keep those layers frozen")
    learned = "a batch normalisation's gamma and beta were trained: keep those layers frozen, in block 5 too"
    holds(moved("gamma", "beta") == 0, learned)
    _trains_the_block_that_is_named(answer, rng)


def _trains_the_block_that_is_named(answer, rng) -> None:
    moved = partial(_moved, *_tuned(answer, _transfer_model(rng), *_eight_images(rng), 0.01, block="block1"))
    hint = "`block` is ignored: it says how the names of the layers to train begin, and that need not be block5"
    holds(moved("block1_conv1") > 0 and moved("block5_conv1") == 0, hint, inputs={"block": "block1"})


def _one_step(weights, images, labels, rate) -> list[np.ndarray]:
    """Return the weights after one step of Adam on block 5's convolution and the head."""
    model = _transfer_model(np.random.default_rng(0))
    model.set_weights(weights)
    base = model.layers[0]
    base.trainable = True
    for layer in base.layers:
        layer.trainable = layer.name == "block5_conv1"
    model.compile(keras.optimizers.Adam(rate), "sparse_categorical_crossentropy", run_eagerly=True)
    model.train_on_batch(images, labels)
    return model.get_weights()


def _goes_downhill(before, after, images, labels, rate) -> None:
    """Fail unless the first step goes where the cross-entropy goes down, and not another loss.

    Only changes of the weights that should change are compared. With a batch normalisation in training mode, which the
    other check reports, the steps are different.
    """
    if _moved(before, after, "norm") > 0:
        return
    right = dict(zip(before, _one_step(list(before.values()), images, labels, rate)))
    names = [name for name in before if any(word in name for word in ("block5_conv1", "dense"))]
    old, got, expected = (np.concatenate([np.ravel(all_[name]) for name in names]) for all_ in (before, after, right))
    step, rightly = (got - old)[got != old], (expected - old)[got != old]
    wrong = "trained with another loss: fine-tuning goes on with sparse categorical cross-entropy"
    holds(np.linalg.norm(step - rightly) < 0.1 * np.linalg.norm(rightly), wrong)


def _steps_taken(answer, rng, count, epochs) -> int:
    """Return how many steps were taken on `count` images, all the same, so that every step is as long as the rate."""
    model, rate = _transfer_model(rng), 1e-4
    image = rng.normal(size=(1, 12, 12, 3)).astype("float32")
    label = int(_output(model, image)[0].argmin())  # there is much to learn
    images, labels = np.repeat(image, count, axis=0), np.full(count, label)
    before, after = _tuned(answer, model, images, labels, 10 * rate, epochs)
    return round(_moved(before, after, "dense", "block5_conv1") / rate)


@points("fine_tune", 1)
def test_fine_tune_takes_small_steps(answer, rng):
    """A tenth of the learning rate with Adam, batches of 10, as many epochs as asked for"""
    learning_rate = round(float(rng.uniform(0.003, 0.008)), 4)
    images, labels = _eight_images(rng)
    before, after = _tuned(answer, _transfer_model(rng), images, labels, learning_rate)
    step = _moved(before, after, "dense", "block5_conv1")
    holds(step > 0, NOT_TRAINED)
    close(
        step,
        learning_rate / 10,
        hint="compile again with keras.optimizers.Adam(learning_rate / 10), and train one epoch in batches of 10",
        mistakes={
            "the learning rate was not made smaller: divide it by ten": learning_rate,
            "ten times larger, and not smaller: divide the learning rate": learning_rate * 10,
            "Adam's own rate of 0.001 was used: pass learning_rate / 10 to it": 0.001,
        },
        inputs={"learning_rate": learning_rate, "epochs": 1, "images": "8 images, one batch"},
        rtol=0.05,
    )
    _goes_downhill(before, after, images, labels, learning_rate / 10)
    equal(
        _steps_taken(answer, rng, 25, 2),
        6,
        hint="steps of the optimizer: 25 images in batches of 10 make three steps per epoch, six in two epochs",
        mistakes={
            "`epochs` is ignored: this is one epoch": 3,
            "a batch must have 10 images: pass batch_size=10 to fit, which takes 32 otherwise": 2,
            "`epochs` is ignored, and the batches are not of 10 images": 1,
        },
        inputs={"epochs": 2, "images": "25 images, all the same"},
    )


@points("why_inference_mode", 0.5)
def test_why_inference_mode(answer):
    """Why batch normalisation is left alone while fine-tuning"""
    reasons = {
        "A": "it would cost hardly anything: four numbers per channel",
        "B": "it has two learned numbers per channel, gamma and beta; they could be trained",
        "D": "images are normalised by the preprocessing; batch normalisation works on maps inside the network",
    }
    one_letter(answer.why_inference_mode, "C", reasons)


# The heirs


def _weights_of(model, rng) -> dict[str, list]:
    """Give a block random weights and return them: the kernels in order, and one set for every batch normalisation."""
    for part in _of_kind(model, layers.Conv2D, layers.Dense, layers.BatchNormalization):
        for weight in part.weights:
            inputs = math.prod(weight.shape[:-1])
            weight.assign(rng.normal(0, 1 / math.sqrt(max(inputs, 1)), weight.shape))
    for norm in _of_kind(model, layers.BatchNormalization):
        for weight, (low, high) in zip(norm.weights, ((0.5, 1.5), (-0.5, 0.5), (-0.5, 0.5), (0.5, 2.0))):
            weight.assign(np.random.default_rng(weight.shape[0]).uniform(low, high, weight.shape))


def _normalised(maps, norm) -> np.ndarray:
    gamma, beta, mean, variance = (_numpy(weight) for weight in norm.weights)
    return gamma * (maps - mean) / np.sqrt(variance + norm.epsilon) + beta


def _convolved(maps, layer, stride=1) -> np.ndarray:
    kernel = _numpy(layer.kernel)
    return _numpy(ops.conv(maps.astype("float32"), kernel, stride, "same", data_format="channels_last"))


def _relu(maps) -> np.ndarray:
    return np.maximum(maps, 0)


NORM_FIRST = "the order is convolution, batch normalisation, ReLU; here a normalisation stands before its convolution"


def _named(model, name) -> list:
    return [part for part in _parts(model) if type(part).__name__ == name]


def _wrong_in_block(model) -> str:
    """Return a hint about the first kind of part that a residual block does not have, or an empty text."""
    convolutions = _of_kind(model, layers.Conv2D)
    wide = [layer for layer in convolutions if layer.kernel_size == (3, 3)]
    wrong = {
        "Concatenate puts branch and shortcut side by side: add them": _named(model, "Concatenate"),
        "padding 'same' is missing: the branch must keep the size that the shortcut has": (
            [layer for layer in wide if layer.padding != "same"]
        ),
        "the convolutions have biases; batch normalisation's beta does that job: use_bias=False": (
            [layer for layer in convolutions if layer.use_bias]
        ),
        "the shortcut's convolution is 1×1, not 3×3: it only brings the input to the branch's shape": wide[2:],
    }
    return next((hint for hint, found in wrong.items() if found), "")


def _residual_parts(model):
    """Return the two 3×3 convolutions, the 1×1 of the shortcut or None, and a batch normalisation."""
    wrong = _wrong_in_block(model)
    holds(not wrong, wrong)
    found = _of_kind(model, layers.Conv2D)
    wide = [layer for layer in found if layer.kernel_size == (3, 3)]
    narrow = [layer for layer in found if layer.kernel_size == (1, 1)]
    norms = _of_kind(model, layers.BatchNormalization)
    seen = f"{len(wide)} of 3×3, {len(narrow)} of 1×1, {len(norms)} batch normalisations"
    needed = "a block has two 3×3 convolutions, and one of 1×1 where it changes shape"
    holds(len(wide) == 2 and len(narrow) <= 1, needed, got=seen)
    holds(len(norms) == 2 + len(narrow), "each convolution is followed by a batch normalisation", got=seen)
    sizes = {norm.weights[0].shape[0] for norm in norms}
    holds(sizes == {wide[1].filters}, NORM_FIRST, got=f"batch normalisation of {sizes} maps")
    return wide, narrow[0] if narrow else None, norms[0]


def _residual(model, maps, stride) -> dict[str, np.ndarray]:
    """Return branch and shortcut, computed from the block's own weights, and the branch with known mistakes."""
    (first, second), projection, norm = _residual_parts(model)
    inner = _normalised(_convolved(maps, first, stride), norm)
    late = _relu(_normalised(_convolved(maps, first), norm))
    branches = {
        "branch": _normalised(_convolved(_relu(inner), second), norm),
        "linear": _normalised(_convolved(inner, second), norm),
        "late stride": _normalised(_convolved(late, second, stride), norm),
    }
    shortcut = maps if projection is None else _normalised(_convolved(maps, projection, stride), norm)
    fits = shortcut.shape == branches["branch"].shape
    holds(fits, "the shortcut is missing: where stride or channels change, it is a 1×1 convolution with that stride")
    return branches | {"shortcut": shortcut, "norm first": _norm_first(maps, first, second, norm, stride)}


def _norm_first(maps, first, second, norm, stride) -> np.ndarray:
    """Return the branch of a block whose normalisations and ReLUs come before the convolutions, where that fits."""
    if maps.shape[-1] != second.filters:
        return np.zeros(1)
    inner = _convolved(_relu(_normalised(maps, norm)), first, stride)
    return _convolved(_relu(_normalised(inner, norm)), second)


def _built_block(answer, input_shape, filters, stride) -> keras.Model:
    """Build the student's block; where its two ways do not fit together, say what is missing in this case."""
    shown = {"input_shape": input_shape, "filters": filters, "stride": stride}
    changes = (input_shape[-1], stride) != (filters, 1)
    projected = (
        "where stride or channels change, the shortcut needs a 1×1 convolution with that stride (padding 'same')"
    )
    hint = projected if changes else "branch and shortcut differ in size: padding 'same' is missing"
    build = partial(answer.residual_block, input_shape, filters, stride)
    model = _told(build, {"(?i)incompatible|broadcast": hint}, inputs=shown)
    _is_model(model, "residual_block")
    return model


def _residual_numbers(answer, rng, channels, filters, stride) -> None:
    model = _built_block(answer, (8, 8, channels), filters, stride)
    _weights_of(model, rng)
    maps = rng.normal(size=(2, 8, 8, channels)).astype("float32")
    parts = _residual(model, maps, stride)
    branch, linear, shortcut = parts["branch"], parts["linear"], parts["shortcut"]
    close(
        _output_of(model, maps, "branch and shortcut do not fit together"),
        _relu(branch + shortcut),
        hint="convolution – norm – ReLU – convolution – norm, plus the shortcut, then ReLU",
        mistakes={
            "the shortcut is missing: add it before the last ReLU": _relu(branch),
            "the last ReLU is missing: it comes after the addition": branch + shortcut,
            "ReLU comes after the addition, not before it": _relu(branch) + shortcut,
            "one ReLU too many: the branch is added as it is, negative numbers included": _relu(
                _relu(branch) + shortcut
            ),
            "the ReLU between the two convolutions is missing": _relu(linear + shortcut),
            "no ReLU inside and none at the end": linear + shortcut,
            "the shortcut is multiplied with the branch: add them": _relu(branch * shortcut),
            "a ReLU in the shortcut: it lets negative numbers pass, too": _relu(branch + _relu(shortcut)),
            "the stride belongs to the first convolution, not to the second": _relu(parts["late stride"] + shortcut),
            NORM_FIRST: parts["norm first"] + shortcut,
            f"{NORM_FIRST}, and the last ReLU comes after the addition": _relu(parts["norm first"] + shortcut),
        },
        inputs={"input_shape": (8, 8, channels), "filters": filters, "stride": stride},
        **NUMERIC,
    )


def _residual_counts(channels, filters, stride) -> tuple[int, dict[str, int]]:
    """Return how many parameters a block has, and how many it has with known mistakes."""
    branch, shortcut = 9 * filters * (channels + filters) + 8 * filters, (channels + 4) * filters
    needed = (channels, stride) != (filters, 1)
    right = branch + needed * shortcut
    return right, {
        "a shortcut that changes shape is a 1×1 convolution with batch normalisation": branch,
        "no convolution in the shortcut where the input already fits: add it as it is": branch + shortcut,
        "the shortcut's 1×1 convolution is followed by a batch normalisation too": branch + channels * filters,
        "batch normalisation is missing": branch - 8 * filters + needed * channels * filters,
        NORM_FIRST: right + 4 * (channels - filters),
    }


@points("residual_block", 1)
def test_residual_block_shapes(answer):
    """Shapes and parameters: identity shortcut where it fits, a 1×1 convolution where not"""
    for channels, filters, stride in ((16, 16, 1), (16, 32, 2), (8, 24, 1), (12, 12, 2)):
        model = _built_block(answer, (8, 8, channels), filters, stride)
        shown = {"input_shape": (8, 8, channels), "filters": filters, "stride": stride}
        wrong = _wrong_in_block(model)
        hint = wrong or "the first convolution and the shortcut move by the stride; padding is 'same'"
        equal(model.output_shape, (None, 8 // stride, 8 // stride, filters), hint=hint, inputs=shown)
        right, mistakes = _residual_counts(channels, filters, stride)
        hint = wrong or "two 3×3 convolutions without bias, a batch normalisation each"
        equal(model.count_params(), right, hint=hint, mistakes={} if wrong else mistakes, inputs=shown)


@points("residual_block", 1)
def test_residual_block_numbers(answer, rng):
    """Same shape in and out: what it computes is branch + input, then ReLU"""
    _residual_numbers(answer, rng, 6, 6, 1)


@points("residual_block", 0.5)
def test_residual_block_with_stride(answer, rng):
    """Stride 2 and more channels: the shortcut is a strided 1×1 convolution"""
    _residual_numbers(answer, rng, 4, 6, 2)


@points("residual_gradient", 0.5)
def test_residual_gradient(answer):
    """How a change travels through three residual blocks of slope a"""
    same_formula(
        answer.residual_gradient,
        "(1 + a)**3",
        "a",
        hint="one block has the slope 1 + a; the chain rule multiplies the slopes of all three",
        mistakes={
            "this is the plain network; the shortcut adds 1 to the slope of each block": "a**3",
            "slopes of a chain are multiplied, not added up": "3*(1 + a)",
            "the shortcut goes round every block, and not once round all of them": "1 + a**3",
            "this is a single block": "1 + a",
            "the plus 1 belongs to each of the three blocks, inside the power": "1 + 3*a",
        },
    )


def _squeeze(model, maps) -> dict[str, np.ndarray]:
    """Return the block's gate, and what it would be with known mistakes, computed from its own weights."""
    dense = _of_kind(model, layers.Dense, layers.Conv2D)
    holds(len(dense) == 2, "two dense layers make the gate", got=f"{len(dense)} dense layers")
    matrices = [_numpy(layer.kernel).reshape(-1, layer.kernel.shape[-1]) for layer in dense]
    one_each = "one number per channel goes in: average each map (here it was flattened, or not squeezed)"
    holds(len(matrices[0]) == maps.shape[-1], one_each, got=f"{len(matrices[0])} numbers")
    biases = [_numpy(layer.bias) if layer.use_bias else 0.0 for layer in dense]

    def gate(squeezed, inner=_relu):
        scores = inner(squeezed @ matrices[0] + biases[0]) @ matrices[1] + biases[1]
        return (1 / (1 + np.exp(-scores)))[:, None, None, :], scores[:, None, None, :]

    mean, largest = maps.mean(axis=(1, 2)), maps.max(axis=(1, 2))
    return {
        "right": gate(mean)[0],
        "scores": gate(mean)[1],
        "largest": gate(largest)[0],
        "linear": gate(mean, lambda x: x)[0],
    }


GATES_DO_NOT_FIT = (
    "the gates are (N, C), the maps (N, H, W, C): give the gates two axes of size 1, by keepdims=True in the "
    "pooling or by Reshape((1, 1, C))"
)


def _gated(answer, input_shape, ratio) -> keras.Model:
    shown = {"input_shape": input_shape, "ratio": ratio}
    build = partial(answer.squeeze_excite, input_shape, ratio)
    model = _told(build, {"(?i)incompatible shapes|broadcast": GATES_DO_NOT_FIT}, inputs=shown)
    _is_model(model, "squeeze_excite")
    return model


@points("squeeze_excite", 0.5)
def test_squeeze_excite_shapes(answer):
    """Same shape in and out; two dense layers, squeezed by the ratio"""
    for channels, ratio in ((32, 16), (24, 4)):
        model = _gated(answer, (6, 5, channels), ratio)
        shown = {"input_shape": (6, 5, channels), "ratio": ratio}
        hint = "the maps keep their shape: each is scaled"
        equal(model.output_shape, (None, 6, 5, channels), hint=hint, inputs=shown)
        squeezed = channels // ratio
        right = 2 * channels * squeezed + squeezed + channels
        equal(
            model.count_params(),
            right,
            hint="Dense of channels / ratio units, then Dense of as many units as there are channels, with biases",
            mistakes={
                "the biases are missing": 2 * channels * squeezed,
                "the ratio is ignored: the first layer squeezes to channels / ratio": 2 * (channels + 1) * channels,
                "ratio is a divisor, and not the number of units": 2 * channels * ratio + ratio + channels,
                "flattened instead of averaged: one number per channel goes in": (
                    right + 29 * channels * squeezed  # 6 · 5 places instead of 1
                ),
            },
            inputs=shown,
        )


@points("squeeze_excite", 1)
def test_squeeze_excite_numbers(answer, rng):
    """Each channel times its gate: mean, dense, ReLU, dense, sigmoid"""
    model = _gated(answer, (6, 5, 8), 2)
    _weights_of(model, rng)
    maps = rng.normal(0.3, 2, size=(3, 6, 5, 8)).astype("float32")
    gates = _squeeze(model, maps)
    close(
        _output_of(model, maps, GATES_DO_NOT_FIT),
        maps * gates["right"],
        hint="average each map, Dense + ReLU, Dense + sigmoid, and multiply the maps by the result",
        mistakes={
            "the maximum of each map went in: squeeze by the mean": maps * gates["largest"],
            "the ReLU between the two dense layers is missing": maps * gates["linear"],
            "the sigmoid is missing: a gate lies between 0 and 1": maps * gates["scores"],
            "the gate is added: multiply each map by it": maps + gates["right"],
            "softmax makes the channels compete; each gate is a sigmoid of its own": (
                maps * _numpy(ops.softmax(gates["scores"]))
            ),
            "a ReLU came out where the second activation is a sigmoid": maps * _relu(gates["scores"]),
            "this is the gate; multiply the maps by it": np.broadcast_to(gates["right"], maps.shape),
        },
        inputs={"maps": maps},
        **NUMERIC,
    )


def _dense_numbers(model, maps, order="right") -> np.ndarray:
    """Return what a dense block computes with its own weights, or with a known mistake."""
    norms, convolutions = (_of_kind(model, kind) for kind in (layers.BatchNormalization, layers.Conv2D))
    norms = sorted(norms, key=lambda norm: norm.weights[0].shape[0])
    convolutions = sorted(convolutions, key=lambda layer: layer.kernel.shape[2])
    for norm, convolution in zip(norms, convolutions, strict=True):
        normalised = _normalised(_relu(maps) if order == "ReLU first" else maps, norm)
        ready = normalised if order in ("linear", "ReLU first") else _relu(normalised)
        new = _convolved(ready, convolution)
        kept = {"overwritten": normalised, "overwritten by ReLU": ready}.get(order, maps)
        maps = np.concatenate([new, kept] if order == "new first" else [kept, new], axis=-1)
    return maps


@points("dense_block", 0.5)
def test_dense_block_shapes(answer):
    """Channels grow by `growth` with each layer, and every layer reads all of them"""
    for channels, depth, growth in ((8, 3, 4), (5, 2, 6)):
        model = answer.dense_block((6, 7, channels), depth, growth)
        _is_model(model, "dense_block")
        shown = {"input_shape": (6, 7, channels), "depth": depth, "growth": growth}
        hint = "the input and every layer's new maps are kept: channels + depth · growth"
        equal(model.output_shape, (None, 6, 7, channels + depth * growth), hint=hint, inputs=shown)
        read = [channels + number * growth for number in range(depth)]
        right = sum((9 * growth + 4) * count for count in read)
        equal(
            model.count_params(),
            right,
            hint="each layer: batch normalisation of all maps so far, then a 3×3 convolution without bias",
            mistakes={
                "the convolutions have biases: use_bias=False, as the next batch normalisation has a beta": (
                    right + depth * growth
                ),
                "batch normalisation comes first, over all maps so far, and not after the convolution": (
                    sum(9 * growth * count + 4 * growth for count in read)
                ),
                "batch normalisation is missing": sum(9 * growth * count for count in read),
                "every layer reads all maps so far, not only those of the layer before": (
                    (9 * growth + 4) * (channels + (depth - 1) * growth)
                ),
            },
            inputs=shown,
        )


@points("dense_block", 1)
def test_dense_block_numbers(answer, rng):
    """Normalise, ReLU, convolve; the new maps are appended to all before"""
    model = answer.dense_block((6, 7, 5), 3, 4)
    _is_model(model, "dense_block")
    _weights_of(model, rng)
    norms, convolutions = (_of_kind(model, kind) for kind in (layers.BatchNormalization, layers.Conv2D))
    seen = f"{len(norms)} batch normalisations, {len(convolutions)} convolutions"
    holds(len(norms) == len(convolutions) == 3, "each layer has one batch normalisation and one convolution", got=seen)
    sizes = sorted(norm.weights[0].shape[0] for norm in norms)
    hint = "batch normalisation comes first, over all maps so far: its channels grow from layer to layer"
    equal(sizes, [5, 9, 13], hint=hint)
    maps = rng.normal(size=(2, 6, 7, 5)).astype("float32")
    expected = _dense_numbers(model, maps)
    overwritten = "append to the raw maps, not to the normalised ones: they are kept as they came"
    orders = {
        "the ReLU is missing, or comes after the convolution": "linear",
        "the order is wrong: maps so far first, new ones after them": "new first",
        "the ReLU comes after the batch normalisation, not before it": "ReLU first",
        overwritten: "overwritten",
        f"{overwritten}, without ReLU": "overwritten by ReLU",
    }
    close(
        _output(model, maps),
        expected,
        hint="batch normalisation, ReLU, 3×3 convolution; then Concatenate of all maps before and the new ones",
        mistakes={
            **{hint: partial(_dense_numbers, model, maps, order) for hint, order in orders.items()},
            "a ReLU came last: the new maps are appended as the convolution gives them": (
                np.concatenate([maps, _relu(expected[..., 5:])], axis=-1)
            ),
        },
        inputs={"maps": maps},
        **NUMERIC,
    )
