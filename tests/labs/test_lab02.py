"""The graded checks of lab 2: VGG16 and its heirs, and learning from few images."""

from __future__ import annotations

import math
from functools import partial

import keras
import numpy as np
from keras import layers, ops

from course.checks import close, equal, holds, points, same_formula
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


def _letter(got, right, reasons) -> None:
    letter = got.strip().upper() if isinstance(got, str) else got
    holds(isinstance(letter, str) and letter in {right, *reasons}, "answer with one letter, such as 'A'", got=got)
    holds(letter == right, reasons.get(letter, ""), got=got)


def _numpy(tensor) -> np.ndarray:
    return ops.convert_to_numpy(tensor)


def _output(model, images, training=False) -> np.ndarray:
    return _numpy(model(np.asarray(images, "float32"), training=training))


# saved_by_small_kernels and fc1_parameters


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
        },
    )


@points("fc1_parameters", 0.5)
def test_fc1_parameters(answer):
    """The first dense layer: 7·7·512 inputs for each of 4,096 units, and a bias each"""
    equal(
        answer.fc1_parameters,
        25_088 * 4_096 + 4_096,
        hint="inputs × units + units; the inputs are all numbers of block5_pool's maps, flattened",
        mistakes={
            "the biases are missing, one for each of 4,096 units": 25_088 * 4_096,
            "this is fc2; fc1 reads the flattened maps of block 5": 4_096 * 4_096 + 4_096,
            "the maps are 7×7 after the fifth pooling, not 14×14": 14 * 14 * 512 * 4_096 + 4_096,
            "all 7·7 places of a map are inputs of their own: there is no global pooling here": 512 * 4_096 + 4_096,
            "this is the whole network": 138_357_544,
        },
    )


# build_vgg16

VGG16_LAYERS = [
    *(f"block{block}_{layer}" for block in (1, 2) for layer in ("conv1", "conv2", "pool")),
    *(f"block{block}_{layer}" for block in (3, 4, 5) for layer in ("conv1", "conv2", "conv3", "pool")),
]
TOP_LAYERS = ["fc1", "fc2", "predictions"]


def _vgg(answer, **options):
    model = answer.build_vgg16(**options)
    _is_model(model, "build_vgg16")
    return model


def _convolutions(model) -> list[str]:
    found = _of_kind(model, layers.Conv2D)
    return [f"{layer.filters} of {layer.kernel_size[0]}×{layer.kernel_size[1]}, {layer.padding}" for layer in found]


@points("build_vgg16", 1)
def test_vgg16_counts(answer):
    """138,357,544 parameters; 224×224×3 in, 1,000 probabilities out"""
    model = _vgg(answer)
    equal(
        model.count_params(),
        138_357_544,
        hint="compare model.summary() with the table, layer by layer",
        mistakes={
            "only two convolutions in blocks 3, 4 and 5: that is VGG13; configuration D has three there": 133_047_848,
            "four convolutions in blocks 3, 4 and 5: that is VGG19; configuration D has three there": 143_667_240,
            "the second dense layer of 4,096 units is missing": 138_357_544 - (4_096**2 + 4_096),
            "the first dense layer gets 14×14 maps: the fifth pooling is missing": 138_357_544 + 147 * 512 * 4_096,
            "global pooling instead of Flatten: fc1 reads all 7·7·512 numbers": 138_357_544 - 48 * 512 * 4_096,
            "the convolutions are unpadded; in VGG16 a convolution keeps the size (padding 'same')": 37_694_248,
            "block 5 has 512 filters, as many as block 4": 536_034_088,
            "biases are missing": 138_344_128,
        },
    )
    equal(model.input_shape, (None, 224, 224, 3), hint="images come in as (224, 224, 3)")
    equal(model.output_shape, (None, 1000), hint="one probability for each of 1,000 classes")


@points("build_vgg16", 0.5)
def test_vgg16_without_top(answer):
    """include_top=False: 14,714,688 parameters, maps of 7×7×512 out; any image size"""
    model = _vgg(answer, include_top=False)
    equal(
        model.count_params(),
        14_714_688,
        hint="without top the network ends with block5_pool",
        mistakes={
            "include_top is ignored: the three dense layers are still there": 138_357_544,
            "only two convolutions in blocks 3, 4 and 5: that is VGG13": 9_404_992,
            "four convolutions in blocks 3, 4 and 5: that is VGG19": 20_024_384,
        },
    )
    equal(model.output_shape, (None, 7, 7, 512), hint="without top the output is block5_pool's maps, not flattened")
    small = _vgg(answer, input_shape=(96, 64, 3), include_top=False)
    equal(small.output_shape, (None, 3, 2, 512), hint="input_shape is ignored: use it in keras.Input")


@points("build_vgg16", 0.5)
def test_vgg16_layers(answer):
    """Names as in Keras, 3×3 kernels, ReLU inside, softmax at the end"""
    model = _vgg(answer)
    named = [part.name for part in _of_kind(model, layers.Conv2D, layers.MaxPooling2D, layers.Dense)]
    hint = "names: block1_conv1, block1_conv2, block1_pool, block2_conv1 … block5_pool, fc1, fc2, predictions"
    equal(named, VGG16_LAYERS + TOP_LAYERS, hint=hint)
    wide = [(64, 2), (128, 2), (256, 3), (512, 3), (512, 3)]
    expected = [f"{filters} of 3×3, same" for filters, count in wide for _ in range(count)]
    equal(_convolutions(model), expected, hint="wrong convolution: every one has 3×3 kernels and padding 'same'")
    activations = [part.activation.__name__ for part in _of_kind(model, layers.Conv2D, layers.Dense)]
    hint = "wrong activation: ReLU after every convolution and after fc1 and fc2, softmax at the end"
    equal(activations, ["relu"] * 15 + ["softmax"], hint=hint)


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
    expected = [f"{filters} of 3×3, same" for filters, count in blocks for _ in range(count)]
    equal(_convolutions(model), expected, hint=hint)
    equal(model.output_shape, (None, 3, 3, 24), hint=hint)
    whole = _vgg(answer, input_shape=(28, 28, 1), classes=7, blocks=blocks)
    equal(whole.output_shape, (None, 7), hint="`classes` is ignored: it says how many units the last layer has")


# vgg_preprocess


def _photos(rng, *shape) -> np.ndarray:
    return rng.integers(0, 256, (*shape, 3)).astype("uint8")


def _keras_preprocess(images) -> np.ndarray:
    return np.asarray(keras.applications.vgg16.preprocess_input(images.astype("float32")))


@points("vgg_preprocess", 0.5)
def test_preprocess(answer, rng):
    """RGB to BGR, minus ImageNet's mean of each channel, as Keras does it"""
    images = _photos(rng, 2, 5, 6)
    values = images.astype("float32")
    close(
        answer.vgg_preprocess(images),
        _keras_preprocess(images),
        hint="reverse the channels, then subtract 103.939 (blue), 116.779 (green), 123.68 (red)",
        mistakes={
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
            "the image was mirrored: only the last axis, the channels, is to be reversed": (
                values[:, :, ::-1] - BGR_MEANS
            ),
        },
        inputs={"images": images},
        **NUMERIC,
    )


@points("vgg_preprocess", 0.5)
def test_preprocess_types(answer, rng):
    """uint8 and float images alike, one image or a batch; float32 comes out"""
    for images in (_photos(rng, 4, 5), _photos(rng, 3, 4, 5), _photos(rng, 2, 4, 4).astype("float64")):
        got = answer.vgg_preprocess(images)
        wrapped = "negative numbers wrapped around: uint8 has none, so convert to float32 before you subtract"
        expected = _keras_preprocess(images)
        holds(isinstance(got, np.ndarray), "return a NumPy array", got=type(got).__name__)
        holds(got.dtype.kind == "f", wrapped, got=str(got.dtype))
        close(got, expected, hint="works for (H, W, 3) and for (N, H, W, 3)?", inputs={"images": images}, **NUMERIC)
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


def _same_names(answer, rng, shape, top) -> list:
    model, photo = _colour_judge(rng), _smooth_photo(rng, *shape)
    resized = _numpy(ops.image.resize(photo.astype("float32"), (224, 224)))[None]
    expected = _judged(model, _keras_preprocess(resized), top)
    got = answer.classify(model, photo, _decode, top)
    holds(isinstance(got, (list, tuple)), "return a list of (name, probability)", got=type(got).__name__)
    nested = any(isinstance(part, (list, tuple)) for entry in got if isinstance(entry, (list, tuple)) for part in entry)
    holds(not nested, "decode returns a list for each image of the batch: take the first", got=got)
    pairs = all(isinstance(pair, (list, tuple)) and len(pair) == 2 for pair in got)
    holds(pairs, "each entry is (name, probability): leave out decode's identifier, such as 'n02123045'", got=got)
    side = min(photo.shape[:2])
    corner = _numpy(ops.image.resize(photo[:side, :side].astype("float32"), (224, 224)))[None]
    mistakes = {
        "the image was not preprocessed, or only scaled: VGG16 expects what vgg_preprocess makes": resized,
        "the channels are in the wrong order: preprocess exactly once, with vgg_preprocess": (
            _keras_preprocess(resized)[..., ::-1]
        ),
        "preprocessed twice, or scaled by 255": _keras_preprocess(_keras_preprocess(resized)),
        "scaled to 0 … 1 first: vgg_preprocess expects 0 … 255": _keras_preprocess(resized / 255),
        "cut instead of resized: the whole image is to be brought to 224 × 224": _keras_preprocess(corner),
        "height and width were swapped": _keras_preprocess(resized.swapaxes(1, 2)),
    }
    equal(
        [name for name, _ in got],
        [name for name, _ in expected],
        hint="resize the whole image to 224 × 224, preprocess, predict, and decode",
        mistakes={hint: [name for name, _ in _judged(model, batch, top)] for hint, batch in mistakes.items()},
        inputs={"image": photo, "top": top},
    )
    hint = "the probabilities are not what the network gives"
    close([p for _, p in got], [p for _, p in expected], hint=hint, rtol=0.1, atol=0.02)
    return got


@points("classify", 1)
def test_classify(answer, rng):
    """A photograph of any size: resized, preprocessed, judged, named"""
    _same_names(answer, rng, (150, 200), 2)
    _same_names(answer, rng, (224, 224), 3)


@points("classify", 0.5)
def test_classify_top(answer, rng):
    """The `top` likeliest classes, most probable first"""
    for top in (3, 5):
        got = answer.classify(_colour_judge(rng), _smooth_photo(rng, 180, 120), _decode, top)
        equal(len(got), top, hint="`top` is ignored: pass it on to decode")
        chances = [probability for _, probability in got]
        equal(chances, sorted(chances, reverse=True), hint="most probable first, as decode has it")


# build_transfer_model


def _vgg16_base(input_shape=(224, 224, 3)) -> keras.Model:
    """Return the real thing without its top, as a graph without weights."""
    with keras.StatelessScope(initialize_variables=False):
        return keras.applications.VGG16(include_top=False, weights=None, input_shape=input_shape)


def _small_base(rng=None, size=12) -> keras.Model:
    """Return a base of two blocks, the last called block5, with batch normalisation and dropout in it."""
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
        scale = math.sqrt(2 / max(math.prod(weight.shape[:-1]), 1))
        values = rng.normal(0, scale, weight.shape)
        positive = any(word in weight.name for word in ("gamma", "variance"))
        weight.assign(rng.uniform(0.5, 2.0, weight.shape) if positive else values)


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
    equal(model.input_shape, (None, 224, 224, 3), hint="images come in, as the base wants them")
    equal(model.output_shape, (None, 10), hint="one probability a class")


@points("build_transfer_model", 0.5)
def test_transfer_head(answer):
    """The head: 128 units with ReLU, then softmax over the classes, whatever their number"""
    for classes in (2, 5):
        model = answer.build_transfer_model(_vgg16_base((64, 96, 3)), classes)
        _is_model(model, "build_transfer_model")
        head = [(layer.units, layer.activation.__name__) for layer in _of_kind(model, layers.Dense)]
        hint = "wrong head: Dense 128 with ReLU, then one unit a class with softmax"
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
    equal(_count(model.non_trainable_weights), _count(base.weights), hint="all of the base is frozen, and only it")


# extract_features


@points("extract_features", 1)
def test_features(answer, rng):
    """What the base makes of each image, as it is used and not as it is trained; every image, in order"""
    for count, batch_size in ((4, 4), (7, 3), (5, 32)):
        base, images = _small_base(rng), rng.normal(size=(count, 12, 12, 3)).astype("float32")
        expected = _output(base, images)
        got = answer.extract_features(base, images, batch_size)
        holds(isinstance(got, np.ndarray), "return one NumPy array", got=type(got).__name__)
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


@points("extract_features", 1, weights=True)
def test_fast_path_is_the_slow_path(answer, rng):
    """The head on your features predicts what your whole model predicts, to 1e-5"""
    base, images = _small_base(rng), rng.normal(size=(9, 12, 12, 3)).astype("float32")
    model = answer.build_transfer_model(base, 4)
    _is_model(model, "build_transfer_model")
    values = answer.extract_features(base, images, 4)
    holds(np.ndim(values) == 4, "features are maps: (N, h, w, channels)", got=np.shape(values))
    values = np.asarray(values, "float32").reshape(len(values), -1)
    for dense in _of_kind(model, layers.Dense):
        values = _numpy(dense(values))
    hint = "the two paths differ: extract_features and build_transfer_model must use the base in the same way"
    close(values, _output(model, images), hint=hint, inputs={"images": images}, rtol=0, atol=1e-5)


# fine_tune


def _tuned(answer, rng, learning_rate):
    """Return (weights before, weights after) by name, of one step on eight images."""
    base = _small_base(rng)
    base.trainable = False
    model = keras.Sequential(
        [base, layers.Flatten(), layers.Dense(8, activation="relu"), layers.Dense(3, activation="softmax")]
    )
    model.build((None, 12, 12, 3))
    names = [weight.path for weight in model.weights]
    before = [_numpy(weight) for weight in model.weights]
    images, labels = rng.normal(size=(8, 12, 12, 3)).astype("float32"), np.arange(8) % 3
    tuned = answer.fine_tune(model, images, labels, learning_rate, 1, "block5")
    _is_model(tuned, "fine_tune")
    after = [_numpy(weight) for weight in tuned.weights]
    equal([w.shape for w in after], [w.shape for w in before], hint="return the model that was passed in, trained on")
    return dict(zip(names, before)), dict(zip(names, after))


def _moved(before, after, *words) -> float:
    """Return the largest change of the weights whose names hold one of the words."""
    found = [name for name in before if any(word in name for word in words)]
    return max(float(np.abs(after[name] - before[name]).max()) for name in found)


@points("fine_tune", 1.5)
def test_fine_tune_moves_block_5(answer, rng):
    """Block 5 and the head are trained; earlier blocks and every batch normalisation stay as they are"""
    before, after = _tuned(answer, rng, 0.01)
    block, head = "block5_conv1", "dense"
    holds(max(_moved(before, after, block), _moved(before, after, head)) > 0, "nothing was trained: call fit")
    frozen = "block 5 is still frozen: make its convolutions trainable, and compile only after that"
    holds(_moved(before, after, block) > 0, frozen)
    holds(_moved(before, after, head) > 0, "the head is frozen: it goes on learning, along with block 5")
    holds(_moved(before, after, "block1_conv1") == 0, "block 1 was trained too: only block 5 is to be unfrozen")
    moving = "batch normalisation was not in inference mode: its moving mean or variance changed"
    holds(_moved(before, after, "moving") == 0, f"{moving}; keep those layers frozen")
    learned = "a batch normalisation's gamma and beta were trained: keep those layers frozen, in block 5 too"
    holds(_moved(before, after, "gamma", "beta") == 0, learned)


@points("fine_tune", 1)
def test_fine_tune_takes_small_steps(answer, rng):
    """A tenth of the learning rate: Adam's first step is as long as its rate"""
    learning_rate = round(float(rng.uniform(0.003, 0.008)), 4)
    before, after = _tuned(answer, rng, learning_rate)
    step = _moved(before, after, "dense", "block5_conv1")
    holds(step > 0, "nothing was trained: call fit")
    close(
        step,
        learning_rate / 10,
        hint="compile anew with keras.optimizers.Adam(learning_rate / 10), and train one epoch in batches of 10",
        mistakes={
            "the learning rate was not made smaller: divide it by ten": learning_rate,
            "ten times larger, and not smaller: divide the learning rate": learning_rate * 10,
            "Adam's own rate of 0.001 was used: pass learning_rate / 10 to it": 0.001,
        },
        inputs={"learning_rate": learning_rate, "epochs": 1, "images": "8 images, one batch"},
        rtol=0.05,
    )


@points("why_inference_mode", 0.5)
def test_why_inference_mode(answer):
    """Why batch normalisation is left alone while fine-tuning"""
    reasons = {
        "A": "it would cost hardly anything: four numbers a channel",
        "B": "it has two learned numbers a channel, gamma and beta; they could be trained",
        "D": "images are normalised by the preprocessing; batch normalisation works on maps inside the network",
    }
    _letter(answer.why_inference_mode, "C", reasons)


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


def _residual_parts(model):
    """Return the two 3×3 convolutions, the 1×1 of the shortcut or None, and a batch normalisation."""
    found = _of_kind(model, layers.Conv2D)
    wide = [layer for layer in found if layer.kernel_size == (3, 3)]
    narrow = [layer for layer in found if layer.kernel_size == (1, 1)]
    norms = _of_kind(model, layers.BatchNormalization)
    seen = f"{len(wide)} of 3×3, {len(narrow)} of 1×1, {len(norms)} batch normalisations"
    needed = "a block has two 3×3 convolutions, and one of 1×1 where it changes shape"
    holds(len(wide) == 2 and len(narrow) <= 1, needed, got=seen)
    holds(len(norms) == 2 + len(narrow), "each convolution is followed by a batch normalisation", got=seen)
    return wide, narrow[0] if narrow else None, norms[0]


def _residual(model, maps, stride) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return (branch, branch without its inner ReLU, shortcut), computed from the block's own weights."""
    (first, second), projection, norm = _residual_parts(model)
    inner = _normalised(_convolved(maps, first, stride), norm)
    branch, linear = (_normalised(_convolved(values, second), norm) for values in (_relu(inner), inner))
    shortcut = maps if projection is None else _normalised(_convolved(maps, projection, stride), norm)
    return branch, linear, shortcut


def _residual_numbers(answer, rng, channels, filters, stride) -> None:
    model = answer.residual_block((8, 8, channels), filters, stride)
    _is_model(model, "residual_block")
    _weights_of(model, rng)
    maps = rng.normal(size=(2, 8, 8, channels)).astype("float32")
    branch, linear, shortcut = _residual(model, maps, stride)
    close(
        _output(model, maps),
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
        },
        inputs={"input_shape": (8, 8, channels), "filters": filters, "stride": stride},
        **NUMERIC,
    )


@points("residual_block", 1)
def test_residual_block_shapes(answer):
    """Shapes and parameters: identity shortcut where it fits, a 1×1 convolution where not"""
    for channels, filters, stride in ((16, 16, 1), (16, 32, 2), (8, 24, 1), (12, 12, 2)):
        model = answer.residual_block((8, 8, channels), filters, stride)
        _is_model(model, "residual_block")
        shown = {"input_shape": (8, 8, channels), "filters": filters, "stride": stride}
        hint = "the first convolution and the shortcut move by the stride; padding is 'same'"
        equal(model.output_shape, (None, 8 // stride, 8 // stride, filters), hint=hint, inputs=shown)
        branch = 9 * filters * (channels + filters) + 8 * filters
        shortcut = (channels + 4) * filters
        needed = (channels, stride) != (filters, 1)
        equal(
            model.count_params(),
            branch + needed * shortcut,
            hint="two 3×3 convolutions without bias, a batch normalisation each",
            mistakes={
                "a shortcut that changes shape is a 1×1 convolution with batch normalisation": branch,
                "no convolution in the shortcut where the input already fits: add it as it is": branch + shortcut,
                "the convolutions have biases; batch normalisation's beta does that job: use_bias=False": (
                    branch + 2 * filters + needed * (shortcut + filters)
                ),
                "the shortcut's 1×1 convolution is followed by a batch normalisation too": branch + channels * filters,
                "batch normalisation is missing": branch - 8 * filters + needed * channels * filters,
            },
            inputs=shown,
        )


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


@points("squeeze_excite", 0.5)
def test_squeeze_excite_shapes(answer):
    """Same shape in and out; two dense layers, squeezed by the ratio"""
    for channels, ratio in ((32, 16), (24, 4)):
        model = answer.squeeze_excite((6, 5, channels), ratio)
        _is_model(model, "squeeze_excite")
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
                "flattened instead of averaged: one number a channel goes in": (
                    right + 29 * channels * squeezed  # 6 · 5 places instead of 1
                ),
            },
            inputs=shown,
        )


@points("squeeze_excite", 1)
def test_squeeze_excite_numbers(answer, rng):
    """Each channel times its gate: mean, dense, ReLU, dense, sigmoid"""
    model = answer.squeeze_excite((6, 5, 8), 2)
    _is_model(model, "squeeze_excite")
    _weights_of(model, rng)
    maps = rng.normal(0.3, 2, size=(3, 6, 5, 8)).astype("float32")
    gates = _squeeze(model, maps)
    close(
        _output(model, maps),
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
        ready = _normalised(maps, norm)
        new = _convolved(ready if order == "linear" else _relu(ready), convolution)
        maps = np.concatenate([new, maps] if order == "new first" else [maps, new], axis=-1)
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
    close(
        _output(model, maps),
        expected,
        hint="batch normalisation, ReLU, 3×3 convolution; then Concatenate of all maps before and the new ones",
        mistakes={
            "the ReLU is missing, or comes after the convolution": partial(_dense_numbers, model, maps, "linear"),
            "the order is wrong: maps so far first, new ones after them": (
                partial(_dense_numbers, model, maps, "new first")
            ),
            "a ReLU came last: the new maps are appended as the convolution gives them": (
                np.concatenate([maps, _relu(expected[..., 5:])], axis=-1)
            ),
        },
        inputs={"maps": maps},
        **NUMERIC,
    )
