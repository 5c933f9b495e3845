"""The graded checks of lab 6: U-Net and V-Net, learning from thirty images."""

from __future__ import annotations

import itertools
from functools import partial

import keras
import numpy as np

from course.backend.autodiff import gradients
from course.checks import close, equal, holds, one_letter, points, read_only
from course.checks.answers import AnswerError
from course.checks.compare import difference
from course.data.sets.membranes import membrane_folds
from course.images import instances as objects
from course.receptive_field import receptive_field

FRAMEWORKS = ("keras", "tensorflow", "jax", "torch")

WITHOUT = {
    "unet_output_size": (*FRAMEWORKS, "course"),
    "overlap_tile": ("course", "skimage", "cv2"),
    "weight_map": ("course", "skimage.segmentation"),
    "weighted_cross_entropy": ("keras.losses", "tensorflow", "course"),
    "elastic_deform": ("course", "keras", "tensorflow", "skimage"),
    "kfold": ("sklearn", "course"),
    "match_objects": ("course", "skimage"),
    "soft_dice": ("keras.losses", "course"),
    "dice_loss": ("keras.losses", "course"),
    "soft_dice_gradients": (*FRAMEWORKS, "course", "sympy"),
    "window_label": ("course",),
}

NUMERIC = {"rtol": 1e-4, "atol": 1e-5}  # Keras computes in float32


WRITTEN = "the arrays that come in are not to be changed: write into a copy"


def _with_hints(call, says=()):
    """Call an answer; if it raises an error that contains a text in ``says``, fail with the hint beside it."""
    try:
        return call()
    except AnswerError as error:
        for words, hint in {"read-only": WRITTEN, **dict(says)}.items():
            holds(words not in str(error), f"{hint} (your code raised {error.in_brief})", got=error.trace)
        raise


def _is_tensor(got) -> bool:
    """Say whether an answer returned a tensor: tensors arrive here as arrays that cannot be written into."""
    return isinstance(got, np.ndarray) and not got.flags.writeable


NO_GRADIENT = "the values are right, but this is not a tensor: NumPy has no gradient, so there is no gradient here, "
NO_GRADIENT += "and training fails. "
NO_GRADIENT += "Write it with keras.ops alone, and leave out float() and the like"


# unet_output_size


def _size(size: int, depth: int, taken: int = 4, bottom: int = 4, up: int = 4) -> int | None:
    """Return the size; the options say how many pixels the levels take away, four in a right answer."""
    for _ in range(depth):
        size -= taken
        if size <= 0 or size % 2:
            return None
        size //= 2
    size -= bottom
    for _ in range(depth):
        size = 2 * size - up
    return size if size > 0 else None


@points("unet_output_size", 0.5)
def test_572_gives_388(answer, rng):
    """572 pixels give 388, and so on, for any number of poolings"""
    cases = [(572, 4), *((_fitting(int(rng.integers(3, 9)), depth), depth) for depth in (1, 2, 3, 4, 5))]
    for size, depth in cases:
        got = answer.unet_output_size(size, depth)
        equal(
            got,
            _size(size, depth),
            hint="go through the levels: − 4 and ÷ 2 on the way down, − 4 at the lowest, × 2 and − 4 on the way up",
            mistakes={
                "the lowest level has two convolutions as well: 4 pixels less there": _size(size, depth, bottom=0),
                "the convolutions on the way up take 4 pixels per level too": _size(size, depth, up=0),
                "two convolutions per level take 4 pixels, not 2": _two_pixels(size, depth),
                "this is the size at the lowest level; go up again": _lowest(size, depth),
                "without padding the output is smaller than the input": size,
                _ignored_depth(size, depth): _size(size, 4),
                "this size fits: no pooling gets an odd size": None,
            },
            inputs=f"size={size}, depth={depth}",
        )


def _ignored_depth(size: int, depth: int) -> str:
    if _size(size, 4) is not None:
        return "`depth` is ignored: there may be another number of poolings than 4"
    return f"this size fits for {depth} poolings: no pooling gets an odd size (or is `depth` ignored?)"


def _fitting(lowest: int, depth: int) -> int:
    """Return an input whose lowest level gives about ``lowest`` pixels, enough for an output."""
    size = lowest + 4 * 2**depth
    for _ in range(depth):
        size = 2 * size + 4
    return size


def _lowest(size: int, depth: int) -> int:
    for _ in range(depth):
        size = (size - 4) // 2
    return size - 4


def _two_pixels(size: int, depth: int) -> int:
    for _ in range(depth):
        size = (size - 2) // 2
    size -= 2
    for _ in range(depth):
        size = 2 * size - 2
    return size


@points("unet_output_size", 0.5)
def test_sizes_that_do_not_fit(answer):
    """None where a pooling would get an odd size, or nothing is left"""
    nothing = ((16, 1), (40, 2), (4, 1))
    for size, depth in ((573, 4), (571, 4), (576, 4), (564, 4), (100, 3), (140, 4), (28, 2), (11, 1), *nothing):
        expected = _size(size, depth)
        hint = (
            "a pooling would get an odd size: return None"
            if size > 150
            else "nothing is left, or an odd size: return None"
        )
        if (size, depth) in nothing:
            hint = "0 pixels are nothing: return None"
        if expected is not None:
            hint = "this size fits"
        equal(answer.unet_output_size(size, depth), expected, hint=hint, inputs=f"size={size}, depth={depth}")


@points("context_per_side", 0.5)
def test_context_per_side(answer):
    """The pixels lost on each side"""
    equal(
        answer.context_per_side,
        92,
        hint="the output is the middle of the input: half of what is lost lies on each side",
        mistakes={
            "this is both sides together; half of it lies on each side": 184,
            "that is half the field; count the pixels that are lost between 572 and 388": 102,
            "take half of the size difference, not of the input": 286,
        },
    )


# build_unet


def _unet_count(channels=1, classes=2, base=64, depth=4, joined=2, up=True, bias=1, each=2, kept=1) -> int:
    """Count a U-Net's parameters; the options describe networks with mistakes."""

    def convolution(size, inner, outer):
        return size * size * inner * outer + bias * outer

    def block(inner, outer):
        return convolution(3, inner, outer) + (each - 1) * convolution(3, outer, outer)

    total, inner = 0, channels
    for level in range(depth + 1):
        total += block(inner, base * 2**level)
        inner = base * 2**level
    for level in reversed(range(depth)):
        outer = base * 2**level
        total += (convolution(2, inner, outer * kept) if up else 0) + 0
        below = outer * kept if up else inner
        total += block(below + (joined - 1) * outer, outer)
        inner = outer
    return total + convolution(1, inner, classes)


def _is_model(model, name) -> None:
    holds(isinstance(model, keras.Model), f"{name} must return a keras.Model", got=type(model).__name__)
    kinds = {type(part) for part in _parts(model)}
    own = sorted(kind.__name__ for kind in kinds if kind.__name__ == "Lambda" or kind.__module__[:5] != "keras")
    hint = "use Keras' own layers and functions: the grader cannot read a Lambda, or a layer class of your own"
    holds(not own, hint, got=", ".join(own))


def _parts(model) -> list:
    """Return a model's layers and operations in order, those of nested models in place."""
    parts = getattr(model, "operations", None) or model.layers
    return [leaf for part in parts for leaf in (_parts(part) if isinstance(part, keras.Model) else [part])]


@points("build_unet", 0.5)
def test_unet_is_the_papers(answer):
    """572×572 gives 388×388×2, with 31,030,658 parameters"""
    model = answer.build_unet((572, 572, 1))
    _is_model(model, "build_unet")
    equal(
        model.output_shape,
        (None, 388, 388, 2),
        hint="every 3 × 3 convolution is unpadded, and every level has two",
        mistakes={
            "did you pad? With padding 'valid' each 3 × 3 convolution takes 2 pixels": (None, 572, 572, 2),
            "one convolution per level is missing: each level has two": (None, 480, 480, 2),
            "this is one score per pixel; there are two, one for each class": (None, 388, 388, 1),
        },
    )
    equal(
        model.count_params(),
        31_030_658,
        hint="compare model.summary() with the table: channels 64, 128, 256, 512, 1024 and back",
        mistakes={
            "the maps from the side are missing: join them with those from below": _unet_count(joined=1),
            "the up-convolution halves the channels: base · 2^l, not as many as below": _unet_count(kept=2),
            "upsampling without weights: the table wants a 2 × 2 up-convolution (Conv2DTranspose)": _unet_count(
                up=False
            ),
            "biases are missing": _unet_count(bias=0),
            "one convolution per level is missing": _unet_count(each=1),
            "the first level has 64 channels": _unet_count(base=32),
        },
    )


@points("build_unet", 0.5)
def test_unet_of_other_sizes(answer):
    """Other depths, widths, channels and classes"""
    for shape, classes, base, depth in (((188, 204, 3), 5, 16, 3), ((188, 204, 2), 3, 6, 1)):
        model = answer.build_unet(shape, classes=classes, base=base, depth=depth)
        _is_model(model, "build_unet")
        shown = f"input_shape={shape}, classes={classes}, base={base}, depth={depth}"
        size = tuple(_size(side, depth) for side in shape[:2])
        equal(model.output_shape, (None, *size, classes), hint="wrong size for another depth", inputs=shown)
        equal(
            model.count_params(),
            _unet_count(shape[2], classes, base, depth),
            hint="right for the paper's network only: `base`, `depth`, `classes` and the channels can differ",
            mistakes={
                "the maps from the side are missing": _unet_count(shape[2], classes, base, depth, joined=1),
                "`base` is ignored": _unet_count(shape[2], classes, 64, depth),
                "`classes` is ignored": _unet_count(shape[2], 2, base, depth),
            },
            inputs=shown,
        )


@points("build_unet", 0.5)
def test_unet_padded(answer):
    """Padding 'same': the output is as large as the input, for any multiple of 16"""
    for shape in ((256, 320, 1), (None, None, 1)):
        model = answer.build_unet(shape, padding="same")
        _is_model(model, "build_unet")
        hint = "with padding 'same' the output is as large as the input: pad the convolutions, crop nothing"
        equal(model.output_shape, (None, *shape[:2], 2), hint=hint, inputs=f"input_shape={shape}, padding='same'")
        equal(
            model.count_params(), 31_030_658, hint="padding has no parameters: their number is the same as without it"
        )


@points("build_unet", 0.5)
def test_unet_sees_204_pixels(answer):
    """A pixel of the output sees 188 to 204 pixels"""
    model = answer.build_unet((572, 572, 1))
    _is_model(model, "build_unet")
    extents = [field.size for position in range(16) for field in receptive_field(model).at((position, 0))[:1]]
    equal(
        (min(extents), max(extents)),
        (188, 204),
        hint="the receptive field differs: check kernel sizes (3 × 3 and 2 × 2), strides and the number of levels",
    )


@points("build_unet", 0.5)
def test_unet_starts_from_he_normal(answer):
    """he_normal in every 3×3 convolution"""
    model = answer.build_unet((572, 572, 1))
    _is_model(model, "build_unet")
    layers = [part for part in _parts(model) if isinstance(part, keras.layers.Conv2D) and part.kernel_size == (3, 3)]
    holds(len(layers) == 18, "expected 18 layers of 3 × 3 convolution", got=len(layers))
    others = sorted({type(layer.kernel_initializer).__name__ for layer in layers if not _is_he(layer)})
    hint = "the 3 × 3 convolutions do not start from 'he_normal': kernel_initializer='he_normal', Keras' own"
    holds(not others, hint, got=", ".join(others))


def _is_he(layer) -> bool:
    config = keras.saving.serialize_keras_object(layer.kernel_initializer)
    details = config["config"]
    return config["class_name"] == "HeNormal" or (
        config["class_name"] == "VarianceScaling"
        and (details["scale"], details["mode"]) == (2.0, "fan_in")
        and "normal" in details["distribution"]
    )


def _load(model, shapes, rng) -> list[np.ndarray]:
    """Give a model random weights that keep the size of the signal; return them in the order of ``shapes``."""
    weights = []
    for shape in shapes:
        bound = 0.5 if len(shape) == 1 else np.sqrt(6 / np.prod(shape[:-1]))
        weights.append(rng.uniform(-bound, bound, shape).astype("float32"))
    got = [tuple(weight.shape) for weight in model.weights]
    hint = "kernels or biases are not those of the table: compare model.summary() with it, level by level"
    holds(sorted(got) == sorted(shapes), hint, expected=str(shapes), got=str(got))
    waiting = list(zip(shapes, weights, strict=True))
    model.set_weights([waiting.pop([shape for shape, _ in waiting].index(each))[1] for each in got])
    return weights


def _convolved(maps, kernel, bias, activation=None, padding="valid", stride=1):
    maps = keras.ops.conv(maps, kernel, stride, padding, data_format="channels_last") + bias
    return activation(maps) if activation else maps


def _up_convolved(maps, kernel, bias, activation=None):
    maps = keras.ops.conv_transpose(maps, kernel, 2, "valid", data_format="channels_last") + bias
    return activation(maps) if activation else maps


def _unet_shapes(channels, classes, base, depth) -> list[tuple[int, ...]]:
    def convolution(size, inner, outer, up=False):
        return [(size, size, *((outer, inner) if up else (inner, outer))), (outer,)]

    shapes, inner = [], channels
    for level in range(depth + 1):
        outer = base * 2**level
        shapes += convolution(3, inner, outer) + convolution(3, outer, outer)
        inner = outer
    for level in reversed(range(depth)):
        outer = base * 2**level
        shapes += convolution(2, inner, outer, up=True)
        shapes += convolution(3, 2 * outer, outer) + convolution(3, outer, outer)
        inner = outer
    return shapes + convolution(1, inner, classes)


def _unet_scores(
    weights, images, padding, depth=2, first="side", between="relu", up=None, pool="max", cut="middle", end=None
) -> np.ndarray:
    """Compute a U-Net's scores from its weights; the options describe networks with mistakes."""
    pairs = iter(zip(weights[::2], weights[1::2], strict=True))
    functions = {name: getattr(keras.activations, name) for name in ("relu", "leaky_relu", "softmax", "sigmoid")}
    after = {"relu": ("relu", "relu"), "first": ("relu", None), "second": (None, "relu"), "none": (None, None)}[between]

    def block(maps):
        for activation in after:
            maps = _convolved(maps, *next(pairs), functions.get(activation), padding)
        return maps

    def side_map(side, maps):
        rows, columns = maps.shape[1:3]
        if side.shape == maps.shape:
            return side
        if cut == "resized":
            return keras.ops.image.resize(side, (rows, columns), data_format="channels_last")
        top, left = ((side.shape[1] - rows) // 2, (side.shape[2] - columns) // 2) if cut == "middle" else (0, 0)
        if cut == "end":
            top, left = side.shape[1] - rows, side.shape[2] - columns
        return side[:, top : top + rows, left : left + columns]

    maps, sides = keras.ops.convert_to_tensor(images), []
    pooling = {"max": keras.ops.max_pool, "average": keras.ops.average_pool}[pool]
    for _ in range(depth):
        maps = block(maps)
        sides.append(maps)
        maps = pooling(maps, 2, 2, "valid", data_format="channels_last")
    maps = block(maps)
    for side in reversed(sides):
        maps = _up_convolved(maps, *next(pairs), functions.get(up))
        both = [side_map(side, maps), maps]
        maps = block(keras.ops.concatenate(both if first == "side" else both[::-1], axis=-1))
    scores = _convolved(maps, *next(pairs), functions.get(end))
    return keras.ops.convert_to_numpy(scores)


_UNET_MISTAKES = {
    "a softmax at the end: the scores leave as they are, and softmax belongs to the loss": {"end": "softmax"},
    "a sigmoid at the end: the scores leave as they are, without activation": {"end": "sigmoid"},
    "ReLU at the end: the scores leave as they are, without activation": {"end": "relu"},
    "ReLU after the 3 × 3 convolutions and nowhere else: not after up-convolutions": {"up": "relu"},
    "a leaky ReLU after the up-convolutions: ReLU after the 3 × 3 convolutions and nowhere else": {"up": "leaky_relu"},
    "ReLU is missing: it follows every 3 × 3 convolution": {"between": "none"},
    "ReLU is missing after the second 3 × 3 convolution of a level": {"between": "first"},
    "ReLU is missing after the first 3 × 3 convolution of a level": {"between": "second"},
    "this is average pooling: the table wants max pooling": {"pool": "average"},
    "the map from the side must be cut in its middle, not at its upper left corner": {"cut": "corner"},
    "the map from the side must be cut in its middle, not at its lower right corner": {"cut": "end"},
    "the map from the side is resized: cut out its middle": {"cut": "resized"},
}


@points("build_unet", 0.5, weights=True)
def test_unet_computes_the_tables_scores(answer, rng):
    """With equal weights, the scores of the table's network: ReLU, pooling, the middle of the map from the side"""
    for padding, size in (("valid", 44), ("same", 12)):
        model = answer.build_unet((size, size, 1), classes=3, base=2, depth=2, padding=padding)
        _is_model(model, "build_unet")
        random = [type(part).__name__ for part in _parts(model) if "Dropout" in type(part).__name__]
        holds(not random, "the table has no dropout", got=", ".join(random))
        weights = _load(model, _unet_shapes(1, 3, 2, 2), rng)
        images = rng.normal(size=(1, size, size, 1)).astype("float32")
        got = keras.ops.convert_to_numpy(model(images))
        expected = [_unet_scores(weights, images, padding, first=first) for first in ("side", "below")]
        if any(_same_scores(got, each) for each in expected):
            continue
        hint = "with the same weights, the network of the table gives other scores: compare yours with it, row by row"
        for named, options in _UNET_MISTAKES.items():
            if any(_same_scores(got, _unet_scores(weights, images, padding, first=f, **options)) for f in ("side", "")):
                hint = named
                break
        shown = f"random weights and image, input_shape=({size}, {size}, 1), classes=3, base=2, depth=2, padding="
        holds(False, hint, inputs=f"{shown}{padding!r}", expected=_first(expected[0]), got=_first(got))


def _same_scores(got, expected) -> bool:
    return not difference(got, expected, 1e-3, 1e-3 * float(np.abs(expected).max()))


def _first(scores) -> str:
    numbers = ", ".join(f"{number:.4g}" for number in np.ravel(scores)[:3])
    return f"{numbers}, … (shape {np.shape(scores)})"


@points("why_188", 0.5)
def test_why_188(answer):
    """Why the receptive field depends on the place"""
    reasons = {
        "A": "the crops are the same for every pixel of a map",
        "C": "without padding each output sees only real pixels, also near the border",
        "D": "which units are off depends on the image; the receptive field says what a unit could see",
    }
    one_letter(answer.why_188, "B", reasons)


# overlap_tile

_KERNELS = np.array(
    [[[1, 2, 0], [0, 1, -1], [2, 0, 1]], [[0, 1, 1], [1, -2, 1], [1, 0, 3]], [[1, 1, -1], [2, 1, 0], [0, 1, 1]]]
)


def _network(images: np.ndarray) -> np.ndarray:
    """Map (N, s, s, 2) to (N, s - 8, s - 8, 2) as a small U-Net without padding would: one pooling, margin of 4."""
    maps = images.astype(float)
    for level in range(3):
        if level == 1:
            count, rows, columns, channels = maps.shape
            maps = maps.reshape(count, rows // 2, 2, columns // 2, 2, channels).max(axis=(2, 4))
        if level == 2:
            maps = maps.repeat(2, axis=1).repeat(2, axis=2)
        windows = np.lib.stride_tricks.sliding_window_view(maps, (3, 3), axis=(1, 2))
        maps = np.maximum(np.einsum("nijcab,ab->nijc", windows, _KERNELS[level] / 4.0), 0.1 * level)
    return maps


def _one_pass(image: np.ndarray, mode: str = "reflect") -> np.ndarray:
    height, width, _ = image.shape
    after = [4 + (-side) % 2 for side in (height, width)]
    wide = np.pad(image, [(4, after[0]), (4, after[1]), (0, 0)], mode)
    return _network(wide[None])[0, :height, :width]


def _tiled(answer, image, step):
    def predict(tiles):
        tiles = np.asarray(tiles)
        if tiles.ndim != 4 or tiles.shape[1:] != (24, 24, 2):
            raise ValueError(f"predict takes (N, 24, 24, 2) tiles, and got {tiles.shape}")
        return _network(tiles).astype("float32")

    return _with_hints(lambda: answer.overlap_tile(predict, read_only(image.astype("float32")), 24, step), _CHANNELS)


_CHANNELS = {"broadcast": "the result is (H, W, K), as many channels as predict gives: K need not be the image's C"}


def _blocks(images: np.ndarray) -> np.ndarray:
    """Map (N, s, s, C) to (N, s - 6, s - 6, 3): the pixel up left, the pixel down right, its 4 × 4 block's mean."""
    count, rows, columns, _ = images.shape
    grey = images.astype(float).mean(axis=-1)
    means = grey.reshape(count, rows // 4, 4, columns // 4, 4).mean(axis=(2, 4)).repeat(4, axis=1).repeat(4, axis=2)
    return np.stack([grey[:, :-6, :-6], grey[:, 6:, 6:], means[:, 3:-3, 3:-3]], axis=-1)


def _block_maps(tiles) -> np.ndarray:
    return _blocks(np.asarray(tiles))


def _in_tiles(image: np.ndarray, step: int, tile: int) -> np.ndarray:
    """Return what tiles of ``tile`` pixels give at this step."""
    height, width, _ = image.shape
    wide = np.pad(image, [(3, tile + (-height) % step), (3, tile + (-width) % step), (0, 0)], "reflect")
    out = np.zeros((height, width, 3))
    for top, left in itertools.product(range(0, height, step), range(0, width, step)):
        part = out[top : top + step, left : left + step]
        part[...] = _blocks(wide[None, top : top + tile, left : left + tile])[0, : part.shape[0], : part.shape[1]]
    return out


def _tile_mistakes(image) -> dict:
    return {
        "zeros beyond the border: mirror the image there": partial(_one_pass, image, "constant"),
        "the border pixel is repeated ('symmetric'): mirror at it, with np.pad's 'reflect'": partial(
            _one_pass, image, "symmetric"
        ),
        "the border pixel is stretched ('edge'): mirror the image": partial(_one_pass, image, "edge"),
        "the image is wrapped around: mirror it": partial(_one_pass, image, "wrap"),
    }


def _compare_tiles(answer, image, step, hint) -> None:
    close(
        _tiled(answer, image, step),
        _one_pass(image),
        hint=hint,
        mistakes=_tile_mistakes(image),
        inputs={"image": image, "tile_size": 24, "step": step},
        rtol=1e-5,
        atol=1e-5,
    )


@points("overlap_tile", 0.5)
def test_tiles_equal_one_pass(answer, rng):
    """Tiles of 24 × 24 that give 16 × 16 equal one pass to 1e-5"""
    image = rng.normal(size=(32, 48, 2))
    _compare_tiles(answer, image, 16, "tile (i, j) labels the square that starts at pixel (i · step, j · step)")


@points("overlap_tile", 0.5)
def test_tiles_of_any_image(answer, rng):
    """Images of any size, also smaller than a tile"""
    for size in ((33, 41), (10, 13), (16, 50)):
        image = rng.normal(size=(*size, 2))
        _compare_tiles(
            answer, image, 16, "if a side is not a multiple of the step: one more tile, and cut off what is too much"
        )


@points("overlap_tile", 0.5)
def test_tiles_step(answer, rng):
    """Steps smaller than the answer of a tile"""
    for step in (14, 12):
        image = rng.normal(size=(30, 37, 2))
        hint = "`step` is ignored, or part of the answers is lost: tiles lie `step` pixels apart"
        _compare_tiles(answer, image, step, hint)
    for step, kind, channels in ((16, "float32", 2), (12, "uint8", 3)):  # 18 come out of a tile, in blocks of 4
        image = read_only(rng.integers(0, 256, (40, 53, channels)).astype(kind))
        expected = _in_tiles(image, step, 24)
        hint = f"`step` is ignored, or part of the answers is lost: tiles lie {step} pixels apart, though 18 come out"
        close(
            _with_hints(partial(answer.overlap_tile, _block_maps, image, 24, step), _CHANNELS),
            expected,
            hint=hint,
            mistakes={
                f"`step` is ignored: tiles lie {step} pixels apart, though 18 come out of each": partial(
                    _in_tiles, image, 18, 24
                ),
                "the answers are rounded to the image's integers: return floats": expected.astype(kind),
            },
            inputs={"image": image, "tile_size": 24, "step": step},
            rtol=1e-4,
            atol=1e-3,
        )


# weight_map


def _label_image(rng, cells=4, size=(26, 34), smallest=3) -> np.ndarray:
    """Return rectangles of random size that keep a gap of two pixels or more."""
    labels = np.zeros(size, int)
    count = 0
    while count < cells:
        height, width = rng.integers(smallest, 9, 2)
        top, left = int(rng.integers(0, size[0] - height)), int(rng.integers(0, size[1] - width))
        if not labels[max(top - 2, 0) : top + height + 2, max(left - 2, 0) : left + width + 2].any():
            count += 1
            labels[top : top + height, left : left + width] = count
    return labels


def _side_by_side(rng) -> np.ndarray:
    """Return three cells, of which two touch."""
    labels = np.zeros((24, 30), int)
    top = int(rng.integers(2, 5))
    labels[top : top + 8, 4:9], labels[top + 1 : top + 7, 9:15], labels[top + 3 : top + 12, 20:26] = 1, 2, 3
    return labels


def _slow_distances(instances) -> np.ndarray:
    """Return the distances of each pixel to each cell, (n, H, W), rising: pixel by pixel."""
    rows, columns = np.indices(instances.shape)
    distances = []
    for label in range(1, int(instances.max()) + 1):
        inside = np.argwhere(instances == label)
        gaps = np.hypot(rows[..., None] - inside[:, 0], columns[..., None] - inside[:, 1])
        distances.append(gaps.min(axis=-1))
    return np.sort(distances, axis=0)


def _class_weights(instances) -> np.ndarray:
    share = np.mean(instances > 0)
    return np.where(instances > 0, 0.5 / share, 0.5 / (1 - share))


def _gap_term(instances, w0, sigma, exponent=None) -> np.ndarray:
    first, second = _slow_distances(instances)[:2]
    exponent = (first + second) ** 2 / (2 * sigma**2) if exponent is None else exponent(first, second)
    return w0 * np.exp(-exponent)


@points("weight_map", 0.5)
def test_class_weights(answer, rng):
    """One cell: the two classes balance, and there is no gap"""
    for _ in range(2):
        instances = _label_image(rng, cells=1)
        expected = _class_weights(instances)
        share = np.mean(instances > 0)
        close(
            _with_hints(partial(answer.weight_map, read_only(instances))),
            expected,
            hint="n / (2 n_c), where n_c is the number of pixels of the pixel's own class",
            mistakes={
                "no class weights: n / (2 n_c) is missing": np.ones(instances.shape),
                "the classes are swapped: the rare class has the larger weight": np.where(
                    instances > 0, 0.5 / (1 - share), 0.5 / share
                ),
                "twice as much: n / (2 n_c), so that both classes have half of the weight": 2 * expected,
                "these are the shares; the weights are their inverse": np.where(instances > 0, share, 1 - share),
            },
            inputs={"instances": instances},
            **NUMERIC,
        )


def _wrong_gaps(instances, w0, sigma) -> dict:
    def gap(exponent):
        return _gap_term(instances, w0, sigma, exponent)

    return {
        "`w0` and `sigma` are ignored: they may have other values than 10 and 5": _gap_term(instances, 10, 5),
        "`sigma` is ignored: it may have another value than 5": _gap_term(instances, w0, 5),
        "`w0` is ignored: it may have another value than 10": _gap_term(instances, 10, sigma),
        "d1 + d2 is squared as a sum, not each distance alone": gap(
            lambda one, two: (one**2 + two**2) / (2 * sigma**2)
        ),
        "this uses the nearest cell alone: add the distance to the second nearest": gap(
            lambda one, two: one**2 / (2 * sigma**2)
        ),
        "this uses the nearest cell twice: d2 belongs to the second nearest": gap(
            lambda one, two: (2 * one) ** 2 / (2 * sigma**2)
        ),
        "the denominator is 2σ²: the 2 is missing": gap(lambda one, two: (one + two) ** 2 / sigma**2),
        "the denominator is 2σ²: the square is missing": gap(lambda one, two: (one + two) ** 2 / (2 * sigma)),
    }


@points("weight_map", 1)
def test_gaps_weigh_more(answer, rng):
    """Several cells: w0 · exp(−(d1 + d2)² / 2σ²) more in the background"""
    for w0, sigma, touching in ((10, 5, False), (4, 3, False), (7, 2.5, False), (10, 3, True)):
        instances = read_only(_side_by_side(rng) if touching else _label_image(rng))
        base, background = _class_weights(instances), instances == 0
        gap = _gap_term(instances, w0, sigma) * background
        wrong = {hint: base + other * background for hint, other in _wrong_gaps(instances, w0, sigma).items()}
        wrong |= {
            "the second term belongs to the background alone": base + _gap_term(instances, w0, sigma),
            "the class weights are missing: add both terms": gap,
            "the gaps are missing: there is no second term": base,
        }
        if touching:
            again = objects.connected_components(instances > 0)
            wrong["cells that touch were taken for one: each number is a cell, do not number the regions again"] = (
                base + _gap_term(again, w0, sigma) * background
            )
        got = _with_hints(partial(answer.weight_map, instances, w0, sigma))
        hint = "d1 and d2 are distances to two different cells, each to the nearest pixel of that cell"
        if np.shape(got) == base.shape and difference(np.asarray(got)[~background], base[~background], 1e-4, 1e-4):
            hint = "inside the cells, where there is no second term, the weights differ: first mend w_c"
        close(
            got,
            base + gap,
            hint=hint,
            mistakes=wrong,
            inputs={"instances": instances, "w0": w0, "sigma": sigma},
            rtol=1e-4,
            atol=1e-4,
        )


# weighted_cross_entropy


def _pixels(rng, scale=2.0, classes=3):
    logits = (scale * rng.normal(size=(2, 5, 6, classes))).astype("float32")
    labels = rng.integers(0, classes, (2, 5, 6))
    return labels, rng.uniform(0.2, 5, (2, 5, 6)).astype("float32"), logits


def _surprise(labels, logits) -> np.ndarray:
    losses = keras.losses.sparse_categorical_crossentropy(keras.ops.convert_to_tensor(labels), logits, from_logits=True)
    return keras.ops.convert_to_numpy(losses)


@points("weighted_cross_entropy", 0.5)
def test_weighted_cross_entropy(answer, rng):
    """Weight times Keras' cross-entropy, the mean over all pixels"""
    for classes in (2, 4):
        labels, weights, logits = _pixels(rng, classes=classes)
        losses = _surprise(labels, logits)
        expected = float(np.mean(weights * losses))
        got = answer.weighted_cross_entropy(*read_only(labels, weights, logits))
        close(
            got,
            expected,
            hint="mean over N · H · W pixels of weight · (−log p of the true class)",
            mistakes={
                "the weights are ignored": float(np.mean(losses)),
                "divided by the sum of the weights: the mean is over pixels": expected / float(np.mean(weights)),
                "this is the sum over pixels: take the mean": expected * losses.size,
                "the sign is lost: −log p is never negative": -expected,
                "divided by the number of classes as well": expected / classes,
                "this is a loss for each pixel: return their mean, one number": weights * losses,
                "the logits are not probabilities: log-softmax first": float(
                    np.mean(-weights * np.take_along_axis(logits, labels[..., None], -1)[..., 0])
                ),
            },
            inputs={"labels": labels, "weights": weights, "logits": logits},
            **NUMERIC,
        )
        holds(_is_tensor(got), NO_GRADIENT, expected="a tensor", got="a number or a NumPy array")


@points("weighted_cross_entropy", 0.5)
def test_weighted_cross_entropy_is_stable(answer, rng):
    """Scores of ±1,000 give a finite and right number"""
    labels, weights, logits = _pixels(rng, 1000.0)
    expected = float(np.mean(weights * _surprise(labels, logits)))
    got = answer.weighted_cross_entropy(labels, weights, logits)
    unstable = "unstable: exp(1000) overflows and log(0) is −∞: log_softmax of the scores, never log of a softmax"
    holds(np.ndim(got) == 0 and bool(np.isfinite(got)), unstable, inputs={"logits": logits}, expected=expected, got=got)
    hint = "finite, but wrong: first mend the item above"
    if 0 < float(got) < expected:
        hint = "finite, but too small: a clipped probability hides how wrong a prediction is; use log_softmax"
    close(got, expected, hint=hint, inputs={"logits": logits}, rtol=1e-3)


# elastic_deform


def _deformed(answer, image, mask, sigma, alpha, seed):
    return _with_hints(partial(answer.elastic_deform, *read_only(image, mask), sigma, alpha, seed))


def _other(ramp) -> np.ndarray:
    """Return the ramp of columns for that of rows, and the other way round."""
    return np.indices(ramp.shape)[int(ramp[0, 1] == 0)].astype(float)


def _displacements(answer, seed, sigma=6.0, alpha=2.0, shape=(112, 128)) -> np.ndarray:
    """Return how far the answer moves, (2, H, W): what happens to pictures of the coordinates themselves."""
    moved = []
    for ramp in np.indices(shape).astype(float):
        got = _deformed(answer, ramp, ramp.astype(int), sigma, alpha, seed)
        holds(isinstance(got, (tuple, list)) and len(got) == 2, "return two arrays: (image, mask)", got=got)
        equal(np.shape(got[0]), shape, hint="the image keeps its shape")
        equal(np.shape(got[1]), shape, hint="the mask keeps its shape")
        moved.append(np.asarray(got[0], float) - ramp)
        there = np.asarray(got[0], float)[12:-12, 12:-12].ravel()
        own, other = (np.corrcoef(there, each[12:-12, 12:-12].ravel())[0, 1] for each in (ramp, _other(ramp)))
        hint = "the image is transposed: pixel (i, j) is fetched from (i + u, j + v), rows first"
        holds(not other > max(own, 0.5), hint)
    inside = (slice(None), *(slice(12, -12) for _ in shape))
    return np.stack(moved)[inside]


@points("elastic_deform", 0.5)
def test_image_and_mask_move_together(answer, rng):
    """The mask moves as the image does"""
    seed = int(rng.integers(1000))
    for axis, ramp in enumerate(np.indices((112, 128)).astype(float)):
        got = _deformed(answer, ramp, ramp.astype(int), 6, 3, seed)
        holds(isinstance(got, (tuple, list)) and len(got) == 2, "return two arrays: (image, mask)", got=got)
        image, mask = (np.asarray(each, float) for each in got)
        holds(image.shape == mask.shape == ramp.shape, "image and mask keep their shape")
        shown = {"inputs": f"image = mask = {'columns' if axis else 'rows'}", "expected": "≤ 0.5 apart"}
        hint = "image and mask were moved by different fields: make one field, and use the same coordinates for both"
        still = bool(np.array_equal(mask, ramp.astype(int)))
        hint = "the mask was not moved: it moves as the image does" if still else hint
        inner = float(np.abs(image - mask)[20:-20, 20:-20].max())
        holds(inner <= 0.51, hint, **shown, got=f"{inner:.2f}")
        apart = float(np.abs(image - mask).max())
        hint = "near the border image and mask differ: both are mirrored beyond it, mode='mirror' for each"
        holds(apart <= 0.51, hint, **shown, got=f"{apart:.2f}, near the border")


@points("elastic_deform", 1)
def test_field_is_smooth_and_has_two_axes(answer, rng):
    """Two independent smooth fields of standard deviation α, another for each seed"""
    seed = int(rng.integers(1000))
    wide = _displacements(answer, seed)
    spread = wide.std(axis=(1, 2))
    got = f"standard deviations {spread[0]:.2f} down, {spread[1]:.2f} across"
    holds(spread.max() > 1e-3, "nothing moves", got=got)
    holds(spread.min() > 1e-3, "one axis does not move: make a displacement for each", got=got)
    field = _displacements(answer, seed, sigma=2.0)  # many independent places: numbers that can be relied upon
    shift = np.abs(field.mean(axis=(1, 2))).max()
    hint = "the mean of the displacement is not 0, so that everything shifts: draw noise around 0 (standard_normal)"
    holds(shift < 1.5, hint, inputs="sigma = 2, alpha = 2", got=f"a mean of {shift:.1f} pixels")
    spread = field.std(axis=(1, 2))
    got = f"standard deviations {spread[0]:.2f} down, {spread[1]:.2f} across, for alpha = 2"
    rough = np.diff(field, axis=1)[..., 1:].std() / spread.mean() / np.sqrt(2 - 2 * np.exp(-1 / 16))
    shown = {"inputs": "sigma = 2", "got": f"changes from pixel to pixel {rough:.2f} times as much as it should"}
    hint = "the field is not smooth, or not smooth enough: filter the noise with a Gaussian of width sigma"
    holds(rough < 1.3, hint, **shown)
    holds(rough > 0.75, "the field is smoother than a Gaussian of width sigma makes it", **shown)
    for down, across in (wide, field):
        holds(
            np.abs(down - across).max() > 1e-6 and abs(np.corrcoef(down.ravel(), across.ravel())[0, 1]) < 0.7,
            "both axes got the same numbers, so that everything moves along one diagonal: make noise for each",
            got=got,
        )
    hint = "alpha is the displacement's standard deviation: divide the smoothed noise by its own, then multiply"
    if (spread < 0.5).all():
        hint = "hardly anything moves: smoothing makes noise small, so " + hint
    elif (np.abs(spread * np.sqrt(2) / 2 - 1) < 0.2).all():
        hint += "; it is alpha pixels down and alpha pixels across, not the length of both together"
    holds(bool(((spread > 1.6) & (spread < 2.4)).all()), hint, expected="about 2", got=got)
    other = _displacements(answer, seed + 1)
    holds(not np.allclose(wide, other), "another seed gives the same field: pass rng to default_rng, once")
    holds(np.allclose(wide, _displacements(answer, seed)), "the same seed gives another field: use rng, nothing else")


@points("elastic_deform", 0.5)
def test_mask_stays_a_mask(answer, rng):
    """No new labels, the same dtype; mirrored at the border"""
    mask = np.zeros((40, 48), np.uint8)
    mask[8:30, 10:25], mask[12:34, 25:40] = 3, 7
    image = rng.uniform(1, 2, mask.shape)
    seed = int(rng.integers(1000))
    moved, labels = (np.asarray(each) for each in _deformed(answer, image, mask, 4, 5, seed))
    new = sorted(set(np.unique(labels).tolist()) - {0, 3, 7})
    holds(not new, "there are new labels: take the nearest pixel's label, order=0", got=new[:8])
    equal(str(np.asarray(labels).dtype), "uint8", hint="the mask's dtype changed: it keeps its own")
    middle = moved[14:-14, 14:-14]
    hint = "there are values outside the image's range, also in its middle: interpolate linearly, order=1"
    holds(middle.min() >= 1 - 1e-5 and middle.max() <= 2 + 1e-5, hint, got=f"{middle.min():.2f} to {middle.max():.2f}")
    hint = "something other than the image came in over the border: mirror it, mode='mirror'"
    holds(
        float(np.min(moved)) >= 1 - 1e-5 and float(np.max(moved)) <= 2 + 1e-5,
        hint,
        got=f"from {np.min(moved):.2f} to {np.max(moved):.2f}",
    )
    copied = np.isin(np.round(moved, 9), np.round(image, 9)).mean()
    holds(bool(copied < 0.5), "the image was not interpolated: order=1 for it, order=0 for the mask alone")
    for axis, ramp in enumerate(np.indices(mask.shape).astype(float)):
        ramp = ramp + 1
        rows = np.moveaxis(np.asarray(_deformed(answer, ramp, mask, 2, 1, seed)[0]), axis, 0)
        size = mask.shape[axis]
        stays = np.mean([np.isclose(rows[0], 1), np.isclose(rows[-1], size)])
        hint = "the border's own pixels come in over the border: mirror the image at them, with mode='mirror', not "
        hint += "'nearest', nor 'reflect', which repeats them"
        holds(stays < 0.05, hint, got=f"{stays:.0%} of the border's pixels stay as they are, though all move")
        far = float(max(rows[0].max() - 1, size - rows[-1].min()))
        hint = "something other than the image's mirror image came in over the border: mode='mirror'"
        holds(far < 0.7 * size, hint, got=f"the border's pixels come from {far:.0f} pixels away")


# kfold


def _kfold(groups, folds) -> list:
    blocks = np.array_split(np.unique(groups), folds)
    return [(np.flatnonzero(~np.isin(groups, block)), np.flatnonzero(np.isin(groups, block))) for block in blocks]


def _folds(answer, groups, folds):
    return _with_hints(partial(answer.kfold, read_only(groups), folds))


def _well_formed(got, folds) -> None:
    hint = "return a list with a pair (train, test) for each fold"
    holds(isinstance(got, (list, tuple)) and len(got) == folds, hint, got=got)
    holds(all(isinstance(pair, (list, tuple)) and len(pair) == 2 for pair in got), hint)
    masks = any(np.asarray(side).dtype == bool for pair in got for side in pair)
    holds(not masks, "return numbers of examples, not booleans: np.flatnonzero makes them", got="booleans")


def _tests_of(groups, blocks) -> list:
    return [np.flatnonzero(np.isin(groups, block)) for block in blocks]


def _last_larger(groups, folds) -> list:
    return [block[::-1] for block in np.array_split(np.unique(groups)[::-1], folds)][::-1]


@points("kfold", 0.5)
def test_no_group_is_on_both_sides(answer, rng):
    """Every example is tested once, and no group is used both for training and for testing"""
    for folds in (3, 5):
        groups = rng.permutation(np.repeat(np.arange(3, 14), rng.integers(1, 5, 11)))
        got = _folds(answer, groups, folds)
        _well_formed(got, folds)
        shown = {"inputs": {"groups": groups, "folds": folds}}
        for train, test in got:
            shared = sorted(set(groups[np.asarray(train, int)]) & set(groups[np.asarray(test, int)]))
            hint = "a group leaks: some of its examples are used for training, others for testing"
            holds(not shared, hint, **shown, got=f"groups on both sides: {[int(each) for each in shared]}")
            equal(
                sorted([*train, *test]),
                list(range(len(groups))),
                hint="train and test together must be all examples",
                **shown,
            )
        tested = np.concatenate([np.asarray(test, int) for _, test in got])
        equal(np.sort(tested), np.arange(len(groups)), hint="every example is tested exactly once", **shown)


@points("kfold", 0.5)
def test_folds_are_blocks(answer, rng):
    """Folds are blocks of consecutive groups; thirty slices give lab 5's folds"""
    gaps = [rng.integers(9), *rng.integers(1, 3, 7), *rng.integers(8, 15, 3)]  # eight groups close together, three not
    uneven = rng.permutation(np.repeat(np.cumsum(gaps), 2))
    for groups, folds in ((np.arange(30), 5), (uneven, 4)):
        got = _folds(answer, groups, folds)
        _well_formed(got, folds)
        expected = membrane_folds() if len(groups) == 30 else _kfold(groups, folds)
        interleaved = [np.flatnonzero(np.isin(groups, np.unique(groups)[fold::folds])) for fold in range(folds)]
        close(
            [np.asarray(test) for _, test in got],
            [test for _, test in expected],
            hint="sort the different groups, cut them with np.array_split; fold k tests block k, in rising order",
            mistakes={
                "train and test are swapped": [train for train, _ in expected],
                "the last blocks are larger: the first ones must be": _tests_of(groups, _last_larger(groups, folds)),
                "numbers that do not occur are no groups: cut the different groups, not the range": _tests_of(
                    groups, np.array_split(np.arange(groups.min(), groups.max() + 1), folds)
                ),
                "every k-th group is in a fold: neighbours look alike, so take consecutive groups": interleaved,
                "these are numbers of groups; return numbers of examples": np.array_split(np.unique(groups), folds),
                "these are blocks of examples; groups may come in any order": np.array_split(
                    np.arange(len(groups)), folds
                ),
            },
            inputs={"groups": groups, "folds": folds},
        )
        close(
            [np.asarray(train) for train, _ in got],
            [train for train, _ in expected],
            hint="train holds all other examples, in rising order",
        )


# match_objects


# So many that each way to count wrong finds another number of pairs: 4 are right.
_FATES = ("whole", "most", "most", "half", "half", "half", "lost", "sliver", "grown", "grown", "whole")


def _predicted(rng, truth) -> np.ndarray:
    """Return a label image in which objects are cut, grown, lost, invented and renumbered."""
    predicted = np.zeros_like(truth)
    numbers = rng.permutation(len(_FATES)) + 1
    for label, (fate, number) in enumerate(zip(_FATES, numbers, strict=True), start=1):
        here = np.argwhere(truth == label)
        (top, left), (bottom, right) = here.min(axis=0), here.max(axis=0) + 1
        width = right - left
        right -= {"most": 1, "half": (width + 1) // 2, "sliver": width - 1, "lost": width}.get(fate, 0)
        grown = 2 * (fate == "grown")
        box = np.zeros(truth.shape, bool)
        box[top - grown : bottom + grown, left - grown : right + grown] = True
        predicted[box & np.isin(truth, (0, label))] = number
    predicted[:2, :2], predicted[-2:, -2:] = len(_FATES) + 1, len(_FATES) + 2
    return np.unique(predicted, return_inverse=True)[1].reshape(truth.shape)


@points("match_objects", 0.5)
def test_match_objects(answer, rng):
    """Found, invented and missed at an IoU above 0.5"""
    for _ in range(3):
        truth = np.pad(_label_image(rng, len(_FATES), size=(46, 60), smallest=4), 3)
        predicted = _predicted(rng, truth)
        read_only(truth, predicted)
        match = objects.match_objects(truth, predicted)
        fewer = int(np.count_nonzero(objects.pairwise_iou(truth, predicted)[:-1] > 0.5))
        found, invented, missed = match.found, match.invented, match.missed
        equal(
            _with_hints(partial(answer.match_objects, truth, predicted)),
            (found, invented, missed),
            hint="a pair matches if its intersection is more than half of its union",
            mistakes={
                "invented and missed are swapped: invented are predicted, missed are true objects": (
                    found,
                    missed,
                    invented,
                ),
                "the background was matched as an object: leave label 0 out": (found + 1, invented - 1, missed - 1),
                "this counts pairs that touch at all: more than half of the union must be shared": _touching(
                    truth, predicted
                ),
                "an overlap of half the true object is not enough: divide by the union": _over(
                    truth, predicted, "truth"
                ),
                "this is Dice, not IoU: divide the intersection by the union": _over(truth, predicted, "dice"),
                "the labels need not be the same: any predicted object may match": _same_number(truth, predicted),
                "one invented and one missed too many: the 0 of the background is not an object": (
                    found,
                    invented + 1,
                    missed + 1,
                ),
                "the last true object is left out: labels go from 1 to n": (
                    fewer,
                    invented + found - fewer,
                    missed + found - fewer,
                ),
            },
            inputs={"truth": truth, "predicted": predicted},
        )


def _counts(found, truth, predicted) -> tuple[int, int, int]:
    return int(found), int(predicted.max() - found), int(truth.max() - found)


def _touching(truth, predicted) -> tuple[int, int, int]:
    return _counts(np.count_nonzero(objects.pairwise_iou(truth, predicted) > 0), truth, predicted)


def _over(truth, predicted, what) -> tuple[int, int, int]:
    iou = objects.pairwise_iou(truth, predicted)
    if what == "dice":
        return _counts(np.count_nonzero(2 * iou / (1 + iou) > 0.5), truth, predicted)
    shared = np.histogram2d(
        truth.ravel(), predicted.ravel(), [np.arange(truth.max() + 2), np.arange(predicted.max() + 2)]
    )[0]
    return _counts(np.count_nonzero((shared / shared.sum(axis=1, keepdims=True))[1:, 1:] > 0.5), truth, predicted)


def _same_number(truth, predicted) -> tuple[int, int, int]:
    iou = objects.pairwise_iou(truth, predicted)
    return _counts(np.count_nonzero(np.diag(iou) > 0.5), truth, predicted)


@points("match_objects", 0.5)
def test_match_objects_at_the_edge(answer):
    """An IoU of exactly 0.5 is no match; images without predictions, or without objects"""
    truth = np.zeros((8, 12), int)
    truth[1:3, 1:5] = 1  # 8 pixels
    half, merged = np.zeros_like(truth), np.zeros_like(truth)
    half[1:3, 1:3] = 1  # 4 of 8: IoU 0.5
    pair = truth.copy()
    pair[1:3, 6:10] = 2
    merged[1:3, 1:10] = 1
    three, full, most = np.zeros((3, *truth.shape), int)
    three[1, 1], three[1:3, 2:5], three[2, 1] = 1, 2, 3  # 6 of 8 in the middle one
    full[:], full[:, 7:] = 1, 2
    most[:, :9] = 1
    empty = np.zeros_like(truth)
    cases = (
        (truth, half, (0, 1, 1), "an IoU of exactly 0.5 is no match: more than half"),
        (truth, empty, (0, 0, 1), "nothing was predicted: nothing is found, nothing is invented, one object is missed"),
        (empty, truth, (0, 1, 0), "nothing is there: what was predicted is invented"),
        (pair, merged, (0, 1, 2), "two objects merged into one: it matches neither"),
        (truth, three, (1, 2, 0), "an object may touch several predictions: try each, not only the first or the last"),
        (
            full,
            full,
            (2, 0, 0),
            "an image without background: n is the largest label, not the number of labels minus 1",
        ),
        (most, empty, (0, 0, 1), "the background is nobody's partner, even for a large object: leave label 0 out"),
        (pair, pair[:, ::-1].copy(), objects.match_objects(pair, pair[:, ::-1]), "any predicted object may match"),
    )
    for one, other, expected, hint in cases:
        if isinstance(expected, objects.Matches):
            expected = (expected.found, expected.invented, expected.missed)
        equal(answer.match_objects(one, other), expected, hint=hint, inputs={"truth": one, "predicted": other})


# Soft Dice


@points("accuracy_of_nothing", 0.5)
def test_accuracy_of_nothing(answer):
    """The share of right voxels of a network that says "background" everywhere"""
    close(
        answer.accuracy_of_nothing,
        0.997,
        hint="all background voxels are right, and 0.3% of the voxels are not background",
        mistakes={
            "that is the share it gets wrong": 0.003,
            "0.3% is 0.003, not 0.3": 0.7,
            "0.3% is 0.003, not 0.03": 0.97,
            "a number from 0 to 1, not a percentage": 99.7,
            "nothing is found, but almost every voxel is right: count voxels": 0.0,
        },
        rtol=1e-4,
    )


def _masks(rng, shape=(3, 6, 7)):
    truth = (rng.random(shape) < np.array([0.1, 0.4, 0.7])[: shape[0]].reshape(-1, *[1] * (len(shape) - 1))).astype(
        "float32"
    )
    truth.reshape(len(truth), -1)[:, 0] = 1
    return truth, rng.uniform(0.02, 0.98, shape).astype("float32")


def _dice(truth, prediction, axes=None, square=True, factor=2.0, smooth=1e-6):
    axes = tuple(range(1, truth.ndim)) if axes is None else axes
    power = 2 if square else 1
    total = np.sum(truth**power, axis=axes) + np.sum(prediction**power, axis=axes)
    return (factor * np.sum(truth * prediction, axis=axes) + smooth) / (total + smooth)


def _whole(truth) -> tuple:
    return tuple(range(truth.ndim))


@points("soft_dice", 0.5)
def test_soft_dice(answer, rng):
    """Squares in the denominator, one coefficient per example, any number of axes"""
    for shape in ((3, 6, 7), (2, 4, 5, 3, 1)):
        truth, prediction = _masks(rng, shape)
        shared = np.sum((truth * prediction).reshape(len(truth), -1), axis=1)
        union = np.sum((truth + prediction - truth * prediction).reshape(len(truth), -1), axis=1)
        got = answer.soft_dice(*read_only(truth, prediction))
        close(
            got,
            _dice(truth, prediction),
            hint="2 Σ p g / (Σ p² + Σ g²), a number for each example",
            mistakes={
                "the squares are missing in the denominator: Σ p² + Σ g²": partial(
                    _dice, truth, prediction, square=False
                ),
                "pooled over the batch: each example has its own coefficient": partial(
                    _dice, truth, prediction, _whole(truth)
                ),
                "this is the mean over the batch: return one number per example": float(
                    np.mean(_dice(truth, prediction))
                ),
                "the 2 is missing in the numerator": partial(_dice, truth, prediction, factor=1.0),
                "this is the loss 1 − D; return D": 1 - _dice(truth, prediction),
                "summed over two axes only: volumes have more": partial(_dice, truth, prediction, (1, 2)),
                "this is the intersection over the union": shared / union,
                "thresholded: soft Dice works on the probabilities": _dice(truth, (prediction > 0.5).astype("float32")),
            },
            inputs={"truth": truth, "prediction": prediction},
            **NUMERIC,
        )
        holds(_is_tensor(got), NO_GRADIENT, expected="a tensor", got="a number or a NumPy array")


@points("soft_dice", 0.5)
def test_soft_dice_of_empty_masks(answer):
    """An empty mask predicted as empty is perfect; invented foreground scores 0; integer masks"""
    truth = np.zeros((4, 4, 4), "int32")
    prediction = np.zeros((4, 4, 4), "float32")
    prediction[1, 0, 0] = 1
    truth[2, :2], prediction[2, :2] = 1, 1
    prediction[3] = 0.001  # 16 pixels: 1e-6 / (16e-6 + 1e-6)
    shown = {"inputs": {"truth": truth, "prediction": prediction}}
    says = dict.fromkeys(("int32", "dtype"), "the truth may be of any dtype, here int32: cast it to the prediction's")
    got = _with_hints(lambda: answer.soft_dice(*read_only(truth, prediction)), says)
    holds(np.shape(got) == (4,), "return one number per example", **shown, expected="shape (4,)", got=np.shape(got))
    hint = "with 1e-6 added to numerator and denominator, an empty mask that is predicted as empty scores 1"
    holds(bool(np.isfinite(got).all()), "0 / 0 is nan: " + hint, got=got)
    close(got[:3], np.array([1.0, 0.0, 1.0]), hint=hint, **shown, atol=1e-4)
    hint = "add 1e-6 to numerator and denominator, not more and not less: it matters where masks are nearly empty"
    close(got[3], 1 / 17, hint=hint, inputs="truth = 0, prediction = 0.001 in 4 × 4 pixels", rtol=0.02)


@points("dice_loss", 0.5)
def test_dice_loss(answer, rng):
    """1 − D of the foreground plus 1 − D of the background"""
    truth, prediction = _masks(rng)
    positive, negative = _dice(truth, prediction), _dice(1 - truth, 1 - prediction)
    got = answer.dice_loss(*read_only(truth, prediction))
    close(
        got,
        2 - positive - negative,
        hint="(1 − D(g, p)) + (1 − D(1 − g, 1 − p))",
        mistakes={
            "the background is missing: add 1 − D(1 − g, 1 − p)": 1 - positive,
            "the foreground is missing: add 1 − D(g, p)": 1 - negative,
            "these are the coefficients, which should become large; a loss is made small": positive + negative,
            "this is the mean of both; add them": 1 - (positive + negative) / 2,
            "1 + 1 − D − D: a 1 is missing": 1 - positive - negative,
            "this has the background's truth and the foreground's prediction: turn both around": (
                2 - positive - _dice(1 - truth, prediction)
            ),
            "this is one number for the batch: return a loss per example": float(np.mean(2 - positive - negative)),
        },
        inputs={"truth": truth, "prediction": prediction},
        **NUMERIC,
    )
    holds(_is_tensor(got), NO_GRADIENT, expected="a tensor", got="a number or a NumPy array")


@points("dice_loss", 0.5)
def test_dice_loss_ends(answer):
    """0 for a perfect prediction, 2 for its opposite"""
    truth = np.zeros((2, 4, 5), "float32")
    truth[:, :2] = 1
    for prediction, expected in ((truth, 0.0), (1 - truth, 2.0)):
        hint = f"{'the perfect prediction' if expected == 0 else 'the opposite of the truth'} must give {expected:.0f}"
        close(
            answer.dice_loss(truth, prediction),
            np.full(2, expected),
            hint=hint,
            inputs={"truth": truth, "prediction": prediction},
            atol=1e-4,
        )


def _segmentation(rng):
    size, channels = (int(rng.integers(6, 9)), int(rng.integers(7, 10))), int(rng.integers(2, 4))
    truth = (rng.random((size[0] - 2, size[1] - 2)) < 0.3).astype(float)
    truth[1, 1] = 1
    return rng.normal(size=(*size, channels)), truth, 0.3 * rng.normal(size=(3, 3, channels)), 0.2 * float(rng.normal())


def _dice_by_autodiff(features, truth, weights, bias, score=None):
    truth = truth.astype("float32")

    def loss(weights, bias):
        scores = keras.ops.conv(
            keras.ops.convert_to_tensor(features[None], "float32"),
            weights[..., None],
            padding="valid",
            data_format="channels_last",
        )
        p = keras.ops.sigmoid(scores[0, ..., 0] + bias)
        return 1 - (score or _soft)(p, truth)

    return gradients(loss, weights, bias)


def _derived(features, truth, weights, bias, coefficient=None, factor=2, power=2, below=1):
    """Derive the gradients by hand; the options are mistakes in the derivation."""
    windows = np.lib.stride_tricks.sliding_window_view(features, (3, 3), axis=(0, 1))
    p = 1 / (1 + np.exp(-bias - np.einsum("ijcab,abc->ij", windows, weights)))
    total = np.sum(p**power) + np.sum(truth**power)
    dice = factor * np.sum(p * truth) / total if coefficient is None else coefficient
    back = -2 * (truth - dice * p) / total**below * p * (1 - p)
    return np.einsum("ijcab,ij->abc", windows, back), back.sum()


def _soft(p, truth):
    return 2 * keras.ops.sum(p * truth) / (keras.ops.sum(p**2) + keras.ops.sum(truth**2))


def _without_square(p, truth):
    return 2 * keras.ops.sum(p * truth) / (keras.ops.sum(p) + keras.ops.sum(truth))


def _fixed_denominator(p, truth):
    return 2 * keras.ops.sum(p * truth) / keras.ops.stop_gradient(keras.ops.sum(p**2) + keras.ops.sum(truth**2))


def _no_sigmoid_slope(p, truth):
    p = keras.ops.log(p / (1 - p)) + keras.ops.stop_gradient(p - keras.ops.log(p / (1 - p)))
    return _soft(p, truth)


def _wrong_dice(case, part) -> dict:
    """Return hint → the gradient that a wrong derivation gives, computed when asked for."""

    def gradient(score):
        return lambda: _dice_by_autodiff(*case, score)[part]

    derived = _dice_by_autodiff(*case)[part]
    wrong = {
        "the sign: this is the gradient of D; the loss is 1 − D": -derived,
        "the denominator depends on p too: the quotient rule has two terms": gradient(_fixed_denominator),
        "the sigmoid's slope p·(1 − p) is missing": gradient(_no_sigmoid_slope),
        "the squares in the denominator are missing": gradient(_without_square),
        "divided by the number of pixels: D is a quotient of sums, not a mean": derived / case[1].size,
    }
    features, truth, weights, bias = case
    wrong |= {
        "the bias is missing: z is the convolution plus b": lambda: _dice_by_autodiff(
            features, truth, weights, 0 * bias
        )[part],
        "D is missing: ∂D/∂p = 2 (g − D p) / S, and not 2 (g − p) / S": lambda: _derived(*case, coefficient=1)[part],
        "a factor 2 is missing: ∂D/∂p = 2 (g − D p) / S": derived / 2,
        "a 2 too many: ∂D/∂p = 2 (g − D p) / S": 2 * derived,
        "the quotient rule's second term: D has a 2 in the numerator, and p² gives a 2 as well": (
            lambda: _derived(*case, factor=1)[part]
        ),
        "S is Σ p² + Σ g², and not Σ p + Σ g": lambda: _derived(*case, power=1)[part],
        "S² below is missing, or is there once too often: ∂D/∂p = 2 (g − D p) / S": lambda: _derived(*case, below=2)[
            part
        ],
    }
    if part == 0:
        wrong["turned by 180°: tap (a, b) meets pixel (i + a, j + b)"] = derived[::-1, ::-1]
    return wrong


def _dice_part(answer, rng, part) -> None:
    name = ("weights", "bias")[part]
    for _ in range(2):
        case = _segmentation(rng)
        read_only(*case[:3])
        got = _with_hints(partial(answer.soft_dice_gradients, *case))
        holds(isinstance(got, (tuple, list)) and len(got) == 2, "return two gradients: (d_weights, d_bias)", got=got)
        close(
            got[part],
            _dice_by_autodiff(*case)[part],
            hint=f"the gradient with respect to the {name} is not what automatic differentiation finds",
            mistakes=_wrong_dice(case, part),
            inputs=dict(zip(("features", "truth", "weights", "bias"), case, strict=True)),
            rtol=1e-3,
            atol=1e-6,
        )


@points("soft_dice_gradients", 1)
def test_soft_dice_gradient_of_the_weights(answer, rng):
    """The gradient of the weights is what automatic differentiation finds"""
    _dice_part(answer, rng, 0)


@points("soft_dice_gradients", 0.5)
def test_soft_dice_gradient_of_the_bias(answer, rng):
    """The gradient of the bias is what automatic differentiation finds"""
    _dice_part(answer, rng, 1)


# V-Net


def _vnet_count(channels=1, base=8, depth=2, joined=2, pooled=False, size=3, each=2) -> int:
    def convolution(kernel, inner, outer):
        return kernel**3 * inner * outer + outer

    def stage(inner, outer):
        return convolution(size, inner, outer) + (each - 1) * convolution(size, outer, outer)

    widths = [base * 2**level for level in range(depth + 1)]
    total = convolution(1, channels, base) + convolution(1, base, 1) + stage(base, base)
    for narrow, wide in itertools.pairwise(widths):
        total += convolution(1 if pooled else 2, narrow, wide) + stage(wide, wide)
        total += convolution(2, wide, narrow) + stage(joined * narrow, narrow)
    return total


@points("build_vnet", 0.5)
def test_vnet_counts(answer):
    """108,993 parameters; one probability per voxel, for any multiple of 4"""
    for shape, given in (((24, 24, 24, 1), {}), ((16, 32, None, 2), {"base": 4, "depth": 3})):
        model = answer.build_vnet(shape, **given)
        _is_model(model, "build_vnet")
        base, depth = given.get("base", 8), given.get("depth", 2)
        shown = f"input_shape={shape}, base={base}, depth={depth}"
        equal(
            model.output_shape, (None, *shape[:3], 1), hint="one probability for each voxel of the input", inputs=shown
        )
        equal(
            model.count_params(),
            _vnet_count(shape[3], base, depth),
            hint="compare model.summary() with the table, level by level",
            mistakes={
                "the maps from the way down are missing: join them": _vnet_count(shape[3], base, depth, joined=1),
                "5 × 5 × 5 kernels: the stages' convolutions are 3 × 3 × 3": _vnet_count(shape[3], base, depth, size=5),
                "there is one convolution in a stage: it has two": _vnet_count(shape[3], base, depth, each=1),
                "1 × 1 × 1 convolutions change the channels: those of stride 2 must do it": _vnet_count(
                    shape[3], base, depth, pooled=True
                ),
                "`base` is ignored": _vnet_count(shape[3], 8, depth),
            },
            inputs=shown,
        )


@points("build_vnet", 0.5)
def test_vnet_strides_and_start(answer):
    """Convolutions of stride 2 in place of pooling; he_normal in every 3×3×3 convolution"""
    model = answer.build_vnet((24, 24, 24, 1))
    _is_model(model, "build_vnet")
    parts = _parts(model)
    kinds = [type(part).__name__ for part in parts]
    holds(
        not any("Pooling" in kind for kind in kinds),
        "no pooling: a 2 × 2 × 2 convolution of stride 2 halves the volume",
    )
    hint = "no upsampling without weights: use a 2 × 2 × 2 up-convolution of stride 2"
    holds("UpSampling3D" not in kinds, hint)
    strided = [part for part in parts if isinstance(part, keras.layers.Conv3D) and tuple(part.strides) == (2, 2, 2)]
    holds(len(strided) == 2, "two convolutions of stride 2 for depth 2", got=len(strided))
    stages = [part for part in parts if isinstance(part, keras.layers.Conv3D) and tuple(part.kernel_size) == (3, 3, 3)]
    holds(len(stages) == 10, "expected 10 convolutions of 3 × 3 × 3: two in each of five stages", got=len(stages))
    holds(all(_is_he(layer) for layer in stages), "the 3 × 3 × 3 convolutions start from 'he_normal'")


def _vnet_shapes(channels, base, depth) -> list[tuple[int, ...]]:
    def convolution(size, inner, outer, up=False):
        return [(size, size, size, *((outer, inner) if up else (inner, outer))), (outer,)]

    def stage(inner, outer):
        return convolution(3, inner, outer) + convolution(3, outer, outer)

    widths = [base * 2**level for level in range(depth + 1)]
    shapes = convolution(1, channels, base)
    for narrow, wide in itertools.pairwise(widths):
        shapes += stage(narrow, narrow) + convolution(2, narrow, wide)
    shapes += stage(widths[-1], widths[-1])
    for narrow, wide in reversed(list(itertools.pairwise(widths))):
        shapes += convolution(2, wide, narrow, up=True) + stage(2 * narrow, narrow)
    return shapes + convolution(1, base, 1)


def _vnet_probabilities(
    weights,
    volume,
    depth=2,
    entry=False,
    before=False,
    first=True,
    second=False,
    residual=True,
    last=True,
    down=True,
    up=True,
    added="up",
    side="stage",
    order="side",
    sigmoid=True,
) -> np.ndarray:
    """Compute a V-Net's probabilities from its weights; the options describe networks with mistakes."""
    pairs = iter(zip(weights[::2], weights[1::2], strict=True))

    def relu(wanted):
        return keras.ops.relu if wanted else None

    def stage(maps, short):
        maps = keras.ops.relu(maps) if before else maps
        maps = _convolved(maps, *next(pairs), relu(first), "same")
        maps = _convolved(maps, *next(pairs), relu(second), "same")
        maps = maps + short if residual else maps
        return keras.ops.relu(maps) if last else maps

    maps, sides = _convolved(keras.ops.convert_to_tensor(volume), *next(pairs), relu(entry)), []
    for _ in range(depth):
        out = stage(maps, maps)
        sides.append(out if side == "stage" else maps)
        maps = _convolved(out, *next(pairs), relu(down), stride=2)
    maps = stage(maps, maps)
    for way in reversed(sides):
        maps = _up_convolved(maps, *next(pairs), relu(up))
        joined = keras.ops.concatenate([way, maps] if order == "side" else [maps, way], axis=-1)
        maps = stage(joined, maps if added == "up" else way if added == "side" else maps + way)
    scores = _convolved(maps, *next(pairs), keras.ops.sigmoid if sigmoid else None)
    return keras.ops.convert_to_numpy(scores)


_VNET_MISTAKES = {
    "the last convolution has a sigmoid: one class, a probability": {"sigmoid": False},
    "add each stage's input to its output": {"residual": False},
    "ReLU follows the sum: it is missing there": {"last": False},
    "ReLU follows the sum, and not the second convolution as well: the sum comes first": {"second": True},
    "ReLU follows the sum, not the second convolution before it": {"second": True, "last": False},
    "ReLU is missing after the first convolution of a stage": {"first": False},
    "ReLU after the first convolution of a stage, not before it": {"first": False, "before": True},
    "ReLU before the first convolution of a stage is one too many": {"before": True},
    "ReLU is missing after the convolutions of stride 2 and the up-convolutions": {"down": False, "up": False},
    "ReLU is missing after the convolutions of stride 2": {"down": False},
    "ReLU is missing after the up-convolutions": {"up": False},
    "ReLU after the entry: the 1 × 1 × 1 convolution there has none": {"entry": True},
    "on the way up the output of the up-convolution is added, not the map from the way down": {"added": "side"},
    "on the way up the output of the up-convolution alone is added": {"added": "both"},
    "the map for the way up is taken before the stage: take the stage's output": {"side": "before"},
    "joined in the other order: the map from the way down comes first": {"order": "up"},
}


def _vnet_mistakes(model, weights, volume, rng) -> list[str]:
    """Return the mistakes that give the model's numbers; on some weights two do, and others tell them apart."""
    named = list(_VNET_MISTAKES)
    for _ in range(4):
        got = keras.ops.convert_to_numpy(model(volume))
        named = [
            hint for hint in named if _same_scores(got, _vnet_probabilities(weights, volume, **_VNET_MISTAKES[hint]))
        ]
        if len(named) < 2:
            break
        weights = _load(model, _vnet_shapes(1, 2, 2), rng)
    return named


@points("build_vnet", 0.5, weights=True)
def test_vnet_computes_the_tables_probabilities(answer, rng):
    """With equal weights, the probabilities of the table's network: sums, ReLU, maps from the side, sigmoid"""
    model = answer.build_vnet((8, 8, 8, 1), base=2, depth=2)
    _is_model(model, "build_vnet")
    random = [type(part).__name__ for part in _parts(model) if "Dropout" in type(part).__name__]
    holds(not random, "the table has no dropout", got=", ".join(random))
    weights = _load(model, _vnet_shapes(1, 2, 2), rng)
    volume = rng.normal(size=(1, 8, 8, 8, 1)).astype("float32")
    got = keras.ops.convert_to_numpy(model(volume))
    expected = _vnet_probabilities(weights, volume)
    if _same_scores(got, expected):
        return
    hint = "with the same weights, the network of the table gives other numbers: compare yours with it, row by row"
    hint = next(iter(_vnet_mistakes(model, weights, volume, rng)), hint)
    shown = "random weights and volume, input_shape=(8, 8, 8, 1), base=2, depth=2"
    holds(False, hint, inputs=shown, expected=_first(expected), got=_first(got))


@points("why_cross_entropy_fails", 0.5)
def test_why_cross_entropy_fails(answer):
    """Why cross-entropy first learns to say nothing"""
    reasons = {
        "A": "computed from the scores, it can be differentiated everywhere",
        "C": "with two classes a sigmoid is a softmax of two scores, one of them 0",
        "D": "it does, and this is the problem: the background is nearly all that it looks at",
    }
    one_letter(answer.why_cross_entropy_fails, "B", reasons)


# window_label


WINDOW_HINTS = {
    1: "99% of the ventricle's voxels or more lie in the window: this is a positive example, 1",
    0: "80% of the ventricle's voxels or less lie in the window: this is a negative example, 0",
    -1: "between 80% and 99% of the ventricle lie in the window: this window is left out, -1",
}


@points("window_label", 0.5)
def test_window_label(answer, rng):
    """1, 0 or −1, from the share of the ventricle in the window"""
    mask = np.zeros((26, 20, 26), np.uint8)
    low = [int(each) for each in rng.integers((3, 8, 14), (5, 10, 16))]
    mask[low[0] : low[0] + 6, low[1] : low[1] + 4, low[2] : low[2] + 6] = 1
    read_only(mask)
    exchanged = tuple(first - 1 for first in reversed(low))
    got = _with_hints(partial(answer.window_label, mask, exchanged, 8))
    hint = "start is (z, y, x), the axes of the mask in their order: mask[z:…, y:…, x:…]"
    hint = hint if got == 1 else WINDOW_HINTS[0]
    equal(got, 0, hint=hint, inputs={"start": exchanged, "size": 8, "share of the ventricle in the window": 0.0})
    for axis in range(3):
        for shift in range(-4, 6):
            start = [max(first - 1, 0) for first in low]
            start[axis] = int(np.clip(low[axis] + shift, 0, mask.shape[axis] - 8))
            share = mask[tuple(slice(each, each + 8) for each in start)].sum() / mask.sum()
            expected = 1 if share >= 0.99 else 0 if share <= 0.8 else -1
            equal(
                _with_hints(partial(answer.window_label, mask, tuple(start), 8)),
                expected,
                hint=WINDOW_HINTS[expected],
                inputs={"start": tuple(start), "size": 8, "share of the ventricle in the window": float(share)},
            )


@points("window_label", 0.5)
def test_window_label_at_the_limits(answer):
    """Exactly 99% is positive, exactly 80% is negative; it is a share of the ventricle, not of the window"""
    for inside, expected in ((100, 1), (99, 1), (98, -1), (81, -1), (80, 0), (79, 0), (0, 0)):
        mask = np.zeros((10, 10, 12), np.int64)
        block = np.zeros(100, np.int64)
        block[:inside] = 1
        mask[:5, :5, :4] = block.reshape(5, 5, 4)
        mask[9, 0:10, 0:10] = np.arange(100).reshape(10, 10) < 100 - inside
        shown = {"start": (0, 0, 0), "size": 9, "voxels of 100 in the window": inside}
        got = _with_hints(partial(answer.window_label, read_only(mask), (0, 0, 0), 9))
        hint = WINDOW_HINTS[expected]
        if inside in (80, 99):
            hint += ". If that is what you ask for, it is rounding: 1 − 0.8 < 0.2 for a computer. Compare whole "
            hint += "numbers, 100 · inside ≥ 99 · all"
        equal(got, expected, hint=hint, inputs=shown)
