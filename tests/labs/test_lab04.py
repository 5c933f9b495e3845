"""The graded checks of lab 4: upsampling, and images out of images."""

from __future__ import annotations

import re
from functools import partial
from itertools import zip_longest

import keras
import numpy as np
from skimage.metrics import peak_signal_noise_ratio, structural_similarity

from course.checks import close, equal, holds, one_letter, points, read_only, same_formula
from course.checks.answers import AnswerError
from course.receptive_field import receptive_field

FRAMEWORKS = ("keras", "tensorflow", "jax", "torch")
IMAGE_LIBRARIES = ("skimage", "cv2", "sklearn", "mlxtend")

LIBRARIES = ("cv2", "scipy.ndimage", "scipy.signal", "skimage.metrics", "skimage.restoration")

WITHOUT = {
    "add_noise": (*FRAMEWORKS, *IMAGE_LIBRARIES, "scipy", "course"),
    "psnr": (*FRAMEWORKS, *IMAGE_LIBRARIES, "course"),
    "ssim": (*FRAMEWORKS, *IMAGE_LIBRARIES, "course"),
    "conv_matrix": (*FRAMEWORKS, *IMAGE_LIBRARIES, "scipy", "course"),
    "conv_transpose1d": (*FRAMEWORKS, *IMAGE_LIBRARIES, "scipy", "course"),
    "zero_insertion": (*FRAMEWORKS, *IMAGE_LIBRARIES, "scipy", "course", "conv_transpose1d", "conv_matrix"),
    "bilinear_kernel": (*FRAMEWORKS, *IMAGE_LIBRARIES, "scipy", "course"),
    "checkerboard": (*FRAMEWORKS, *IMAGE_LIBRARIES, "course"),
    "entropy_bits": (*FRAMEWORKS, *IMAGE_LIBRARIES, "scipy.stats", "course"),
}

NUMERIC = {"rtol": 1e-4, "atol": 1e-5}  # Keras computes in float32


WRITTEN = "your function changes the array it is given: work on a copy, such as images.copy()"


def _told(call, says: dict[str, str], **shown):
    """Call an answer; where it raises an error that holds one of the words of ``says``, say the hint beside it.

    What the hint does not name is raised as it is.
    """
    try:
        return call()
    except AnswerError as error:
        for words, hint in says.items():
            holds(words not in str(error), f"{hint} (your code raised {error.in_brief})", got=error.trace, **shown)
        raise


# add_noise


def _grey(level, kind="float32") -> np.ndarray:
    return np.full((6, 40, 40, 2), level, kind)


def _noisy(answer, images, kind, amount, seed) -> np.ndarray:
    """Return noisy images, after a look at their shape, and at whether the given ones are left alone."""
    shown = {"inputs": {"images": images, "kind": kind, "amount": amount, "seed": seed}}
    images = read_only(images)
    got = np.asarray(_told(lambda: answer.add_noise(images, kind, amount, seed), {"read-only": WRITTEN}, **shown))
    hint = "return an array of the images' shape (N, H, W, C)"
    holds(got.shape == images.shape, hint, got=got.shape, expected=images.shape)
    return got.astype(float)


@points("add_noise", 0.5)
def test_gaussian_noise(answer, rng):
    """Gaussian: mean 0, the given standard deviation, the same in dark and bright places, not cut off"""
    sigma, seed = float(rng.uniform(0.08, 0.15)), int(rng.integers(1000))
    for level in (0.0, 0.5, 1.0):
        images = _grey(level)
        noise = _noisy(answer, images, "gaussian", sigma, seed) - images
        shown = {"kind": "gaussian", "amount": sigma, "images": images}
        holds(np.any(noise), "there is no noise at all", inputs=shown)
        cut = "cut off at 0 or 1: a black pixel with noise is below 0 half of the time; leave it there"
        holds(noise.min() < 0 < noise.max(), cut, inputs=shown)
        spread = float(noise.std())
        variance = "amount is the standard deviation, not the variance: multiply the normal noise by it"
        holds(abs(spread / np.sqrt(sigma) - 1) > 0.05, variance, inputs=shown, got=spread, expected=sigma)
        uniform = "this is uniform noise; draw from the normal distribution"
        holds((np.abs(noise) > 2.2 * spread).mean() > 0.01, uniform, inputs=shown)
        hint = "the noise's standard deviation is off: it is `amount`, whatever the pixel's brightness"
        holds(abs(spread / sigma - 1) < 0.05, hint, inputs=shown, got=spread, expected=sigma)
        hint = "the noise's mean is 0: on average it makes a picture neither darker nor brighter"
        holds(abs(noise.mean()) < 0.06 * sigma, hint, inputs=shown, got=float(noise.mean()), expected=0.0)


@points("add_noise", 0.5)
def test_noise_is_fresh_everywhere(answer, rng):
    """Every image, pixel and channel has noise of its own; the same seed gives the same noise"""
    seed, images = int(rng.integers(1000)), _grey(0.5, float)
    for kind, amount in (("gaussian", 0.1), ("poisson", 40), ("salt_and_pepper", 0.3)):
        got = _noisy(answer, images, kind, amount, seed)
        shown = f"kind={kind!r}, seed={seed}"
        repeated = "the same seed must give the same noise: use np.random.default_rng(seed), made inside the function"
        holds(np.array_equal(got, _noisy(answer, images, kind, amount, seed)), repeated, inputs=shown)
        other = "another seed must give other noise: the seed is not used"
        holds(not np.array_equal(got, _noisy(answer, images, kind, amount, seed + 1)), other, inputs=shown)
        noise = got - got.mean()
        axes = {"image": (noise[0], noise[1]), "row": (noise[:, 0], noise[:, 1])}
        axes |= {"column": (noise[:, :, 0], noise[:, :, 1])}
        axes |= {} if kind == "salt_and_pepper" else {"channel": (noise[..., 0], noise[..., 1])}
        for name, (one, two) in axes.items():
            alike = f"every {name} has the same noise: draw as many random numbers as there are"
            holds(abs(np.mean(one * two)) < 0.4 * np.mean(noise**2), f"{alike} {name}s", inputs=shown)


@points("add_noise", 0.5)
def test_poisson_noise(answer, rng):
    """Poisson: whole photons; the variance grows with the brightness"""
    photons, seed = int(rng.integers(30, 60)), int(rng.integers(1000))
    for level in (0.0, 0.3, 0.9):
        images = _grey(level)
        got = _noisy(answer, images, "poisson", photons, seed)
        shown = {"kind": "poisson", "amount": photons, "images": images}
        counted = "the number of photons comes back: divide by `amount`, so that white is 1 again"
        holds(not (level and np.mean(got) > 3), counted, inputs=shown)
        mean = "the mean must stay: a pixel x gets x · amount photons on average"
        holds(abs(got.mean() - level) < 0.05 * level + 0.01, mean, inputs=shown, got=float(got.mean()), expected=level)
        whole = "photons come whole: times `amount`, the result is a whole number"
        holds(np.allclose(got * photons, np.rint(got * photons), atol=1e-3), whole, inputs=shown)
        variance = "the variance of a pixel x is x / amount: draw from a Poisson distribution with mean x · amount"
        expected = level / photons
        holds(
            abs(got.var() - expected) < 0.1 * expected + 1e-9, variance, inputs=shown, got=got.var(), expected=expected
        )


@points("add_noise", 0.5)
def test_salt_and_pepper(answer, rng):
    """Salt and pepper: the given part of the pixels, half white, half black, all channels together"""
    share, seed = float(rng.uniform(0.2, 0.4)), int(rng.integers(1000))
    images = rng.uniform(0.2, 0.8, (8, 48, 48, 3)).astype("float32")
    got = _noisy(answer, images, "salt_and_pepper", share, seed)
    shown = {"kind": "salt_and_pepper", "amount": share, "images": images}
    changed = ~np.isclose(got, images, atol=1e-6)
    only = "a lost pixel is exactly 0 or 1; the others stay as they are"
    holds(np.isin(got[changed], (0, 1)).all(), only, inputs=shown)
    white, black = (got == 1).mean(), (got == 0).mean()
    together = "all channels of a pixel are lost together: draw one number per pixel, not one per channel"
    holds((changed.all(axis=-1) == changed.any(axis=-1)).all(), together, inputs=shown)
    colour = "a lost pixel is white or black in all channels: draw the colour once per pixel as well"
    holds(np.all((got == 1).all(axis=-1) == (got == 1).any(axis=-1)), colour, inputs=shown)
    each = "`amount` is the part that is lost in all, salt and pepper together: half of it white, half black"
    holds(abs(white + black - 2 * share) > 0.02, each, inputs=shown, got=white + black, expected=share)
    hint = "the part of the pixels that is lost is off"
    holds(abs(white + black - share) < 0.02, hint, inputs=shown, got=white + black, expected=share)
    half = "half of the lost pixels are white, half black"
    holds(abs(white - black) < 0.03, half, inputs=shown, got=(white, black), expected=(share / 2, share / 2))


# psnr and ssim


def _pair(rng, size=(16, 21, 1)):
    """Return an image and its reference: smooth things with noise, some of it beyond 0 and 1."""
    reference = np.clip(rng.uniform(0.2, 0.8) + 0.3 * np.cumsum(rng.normal(0, 0.1, size), axis=0), 0, 1)
    image = reference + rng.normal(0, 0.1, size)
    image.flat[[image.size // 3, image.size // 2]] += (-1.5, 1.5)
    return read_only(image), read_only(reference)


CUT_OFF = "values are cut off at 0 and 1 in yours: noise may lie beyond, and is measured as it is"


def _measure(answer, name, image, reference):
    """Call psnr or ssim with arrays that it must leave alone."""
    shown = {"inputs": {"image": image, "reference": reference}}
    return _told(lambda: getattr(answer, name)(image, reference), {"read-only": WRITTEN}, **shown)


@points("psnr", 0.5)
def test_psnr(answer, rng):
    """As scikit-image has it, for one image and for stacks"""
    for size in ((16, 21, 1), (9, 12, 3), (4, 8, 8, 3)):
        image, reference = _pair(rng, size)
        expected = peak_signal_noise_ratio(reference, image, data_range=1)
        error = np.mean((image - reference) ** 2)
        span = reference.max() - reference.min()
        close(
            _measure(answer, "psnr", image, reference),
            expected,
            hint="10 · log10(1 / MSE), with the mean of the squared differences of all pixels and channels",
            mistakes={
                "sign lost: 10 · log10(1 / MSE) is positive where the error is below 1": -expected,
                "natural logarithm: decibels take the one to base 10": -10 * np.log(error),
                "20 · log10 is for amplitudes; the MSE is a square already, so 10 · log10": 2 * expected,
                "the root is too much: use the MSE itself, or 20 · log10 with the root": -10 * np.log10(np.sqrt(error)),
                "the sum of the squares, where their mean belongs": -10 * np.log10(error * image.size),
                "white is 1, whatever the brightest pixel of this picture is": 10
                * np.log10(reference.max() ** 2 / error),
                "the peak is 1, not the range that this picture happens to have": 10 * np.log10(span**2 / error),
                "absolute differences: square them": -10 * np.log10(np.mean(np.abs(image - reference))),
                "white is 1 here, not 255": expected + 20 * np.log10(255),
                CUT_OFF: -10 * np.log10(np.mean((np.clip(image, 0, 1) - reference) ** 2)),
            },
            inputs={"image": image, "reference": reference},
        )


@points("psnr", 0.5)
def test_psnr_at_both_ends(answer, rng):
    """Equal images: infinity; black for white: 0 dB"""
    reference = read_only(rng.integers(0, 2, (8, 8, 1)).astype(float))
    shown = {"image": reference, "reference": reference}
    hint = "equal images have no error: return float('inf'), without dividing by 0"
    equal(_measure(answer, "psnr", reference, reference), float("inf"), hint=hint, inputs=shown)
    image = read_only(1 - reference)
    hint = "an error of 1 at every pixel is as large as white itself: 0 dB"
    got = _measure(answer, "psnr", image, reference)
    close(got, 0.0, hint=hint, inputs={"image": image, "reference": reference})


def _ssim(image, reference, **settings) -> float:
    settings = {"win_size": 7, "data_range": 1, "channel_axis": -1} | settings
    return float(structural_similarity(reference, image, **settings))


def _slow_ssim(
    image, reference, c1=0.01**2, c2=0.03**2, freedom=1, root=False, whole=False, size=7, cut=0, step=1
) -> float:
    """SSIM by windows, with ways to go wrong; NaN where no window is left."""

    def kept(picture):
        windows = np.lib.stride_tricks.sliding_window_view(picture, (size, size), axis=(0, 1))
        height, width = windows.shape[:2]
        return windows[cut : height - cut : step, cut : width - cut : step].reshape(-1, size * size)

    windows = [kept(picture) for picture in (image, reference)]
    if whole:
        windows = [picture.reshape(1, -1) for picture in (image, reference)]
    (x, y), count = windows, windows[0].shape[1]
    mean_x, mean_y = x.mean(axis=1), y.mean(axis=1)
    var_x, var_y = x.var(axis=1, ddof=freedom), y.var(axis=1, ddof=freedom)
    if root:
        var_x, var_y = np.sqrt(var_x), np.sqrt(var_y)
    both = ((x - mean_x[:, None]) * (y - mean_y[:, None])).sum(axis=1) / (count - freedom)
    values = (2 * mean_x * mean_y + c1) * (2 * both + c2) / (mean_x**2 + mean_y**2 + c1) / (var_x + var_y + c2)
    return float(values.mean()) if len(values) else float("nan")


WINDOWS_MISSING = "windows at the border are missing: all (H − 6) · (W − 6) that lie inside the image count"


@points("ssim", 1)
def test_ssim(answer, rng):
    """As scikit-image has it: 7×7 windows inside the image"""
    for size in ((16, 21, 1), (24, 15, 1)):
        image, reference = _pair(rng, size)
        wrong = partial(_slow_ssim, image, reference)
        padded = [np.pad(picture, ((3, 3), (3, 3), (0, 0)), "symmetric") for picture in (image, reference)]
        close(
            _measure(answer, "ssim", image, reference),
            _ssim(image, reference),
            hint="compare with the formula, window by window: means, sample variances and covariance",
            mistakes={
                "variances divided by 49: those of a sample are divided by 48": partial(wrong, freedom=0),
                "standard deviations in place of variances: do not take the root": partial(wrong, root=True),
                "this is one window as large as the picture: use all 7 × 7 windows, and take the mean": partial(
                    wrong, whole=True
                ),
                "the constants are squares: 0.01² and 0.03²": partial(wrong, c1=0.01, c2=0.03),
                "the constants are left out: without them a flat window divides by 0": partial(wrong, c1=0, c2=0),
                "the constants are for white = 255; here white is 1": partial(wrong, c1=2.55**2, c2=7.65**2),
                "windows that stick out count too in yours: only those inside the image do": partial(
                    _slow_ssim, *padded
                ),
                "the windows are 7 × 7": partial(_ssim, image, reference, win_size=11),
                "the windows are 7 × 7, not 8 × 8": partial(wrong, size=8),
                "c1 and c2 are exchanged: c1 stands beside the means, c2 beside variances and covariance": partial(
                    wrong, c1=0.03**2, c2=0.01**2
                ),
                "windows overlap: there is one at every pixel, not one every 7 pixels": partial(wrong, step=7),
                WINDOWS_MISSING: partial(wrong, cut=1),
                f"{WINDOWS_MISSING}; cut 3 pixels off uniform_filter's result on each side, not 7": partial(
                    wrong, cut=4
                ),
                f"{WINDOWS_MISSING}; cut 3 pixels off uniform_filter's result on each side, not 6": partial(
                    wrong, cut=3
                ),
                CUT_OFF: partial(_ssim, np.clip(image, 0, 1), reference),
            },
            inputs={"image": image, "reference": reference},
            rtol=1e-4,
        )


@points("ssim", 0.5)
def test_ssim_of_colours(answer, rng):
    """Three channels: the mean over them; the smallest image; equal images give 1"""
    for size in ((15, 17, 3), (7, 7, 1)):
        image, reference = _pair(rng, size)
        grey = [picture.mean(axis=-1, keepdims=True) for picture in (image, reference)]
        close(
            _measure(answer, "ssim", image, reference),
            _ssim(image, reference),
            hint="each channel by itself, then the mean over all windows and channels",
            mistakes={
                "the colours were mixed to grey first: take each channel by itself": partial(_ssim, *grey),
                "only the first channel was looked at": partial(_ssim, image[..., :1], reference[..., :1]),
                "variances divided by 49: those of a sample are divided by 48": partial(
                    _slow_mean, image, reference, freedom=0
                ),
                "a sum over the channels, where their mean belongs": size[2] * _ssim(image, reference),
            },
            inputs={"image": image, "reference": reference},
            rtol=1e-4,
        )
        hint = "an image is like itself: 1"
        close(_measure(answer, "ssim", image, image), 1.0, hint=hint, inputs={"image": image, "reference": image})


def _slow_mean(image, reference, **settings) -> float:
    channels = range(image.shape[2])
    return float(np.mean([_slow_ssim(image[..., [c]], reference[..., [c]], **settings) for c in channels]))


# conv_matrix


def _keras_matrix(kernel, length, stride, padding) -> np.ndarray:
    """Return the matrix of Keras' convolution: what it makes of each unit vector."""
    units = np.eye(length + 2 * padding, dtype="float32")[:, :, None]
    outputs = keras.ops.conv(
        units,
        np.asarray(kernel, "float32")[:, None, None],
        strides=stride,
        padding="valid",
        data_format="channels_last",
    )
    return keras.ops.convert_to_numpy(outputs)[:, :, 0].T


def _matrix_mistakes(kernel, length, stride, padding) -> dict:
    right = partial(_keras_matrix, kernel, length)
    return {
        "kernel flipped: each row has the kernel in its own order, x y z": (
            lambda: _keras_matrix(kernel[::-1], length, stride, padding)
        ),
        "this is the transpose: a row for each place of the window, a column for each sample": lambda: (
            right(stride, padding).T
        ),
        "stride ignored: the next row's kernel begins `stride` columns further right": lambda: right(1, padding),
        "the zeros around the signal belong to the columns: length + 2·padding of them": lambda: right(stride, 0),
        "the columns of the zeros are cut off: X acts on the signal with its zeros": (
            lambda: right(stride, padding)[:, padding : padding + length]
        ),
        "there are zeros at both ends: length + 2·padding columns, not length + padding": (
            lambda: _keras_matrix(kernel, length + padding, stride, 0)
        ),
        "the last place is missing: a window that just fits counts": lambda: right(stride, padding)[:-1],
        "only whole windows count: in your last row the kernel is cut off": (
            lambda: _keras_matrix(kernel, length + 2 * padding + stride - 1, stride, 0)[:, : length + 2 * padding]
        ),
        "a matrix of whole numbers cuts off what follows the decimal point: make it of floats": (
            lambda: np.trunc(right(stride, padding))
        ),
    }


@points("conv_matrix", 1)
def test_conv_matrix_of_the_text(answer, rng):
    """The matrices of the text: kernel of 3, signal of 4, one zero at each end; stride 1 and 2"""
    kernel = rng.integers(1, 10, 3).astype(float)
    x, y, z = kernel + np.array([0, 10, 20])  # three different numbers
    kernel = np.array([x, y, z])
    stride_1 = np.array([[x, y, z, 0, 0, 0], [0, x, y, z, 0, 0], [0, 0, x, y, z, 0], [0, 0, 0, x, y, z]])
    for stride, expected in ((1, stride_1), (2, stride_1[::2])):
        close(
            answer.conv_matrix(kernel, 4, stride, 1),
            expected,
            hint="row i is the kernel, beginning at column i · stride, and zeros",
            mistakes=_matrix_mistakes(kernel, 4, stride, 1),
            inputs={"kernel": kernel, "length": 4, "stride": stride, "padding": 1},
        )


@points("conv_matrix", 1)
def test_conv_matrix_of_any_kernel(answer, rng):
    """Other kernels, strides and paddings: what Keras' convolution does to unit vectors"""
    for stride, padding in ((1, 0), (3, 2), (2, 0), (4, 1)):
        kernel = rng.normal(size=int(rng.integers(2, 6)))
        length = int(rng.integers(9, 14))
        close(
            answer.conv_matrix(kernel, length, stride, padding),
            _keras_matrix(kernel, length, stride, padding),
            hint="row i is the kernel, beginning at column i · stride, and zeros",
            mistakes=_matrix_mistakes(kernel, length, stride, padding),
            inputs={"kernel": kernel, "length": length, "stride": stride, "padding": padding},
            **NUMERIC,
        )


@points("transposed_length", 0.5)
def test_transposed_length(answer):
    """The length of a transposed convolution's output, as a formula"""
    got = answer.transposed_length
    text = got if isinstance(got, str) else ""
    typed = "type * and - from the keyboard: ×, ·, − and – are other characters, which Python does not read"
    holds(not re.search("[×·⋅−–]", text), typed, got=repr(got))
    product = "a product needs its *: n*k, k*(n + 1) or 3*k, not nk, k(n + 1) or 3k"
    holds(not re.search(r"\d\s*[nksp(]|[nksp)]\s*\(|\)\s*[nksp\d]|[nksp]\s*[nksp]", text), product, got=repr(got))
    same_formula(
        got,
        "s*(n - 1) + k - 2*p",
        "n k s p",
        hint="the last stamp begins s·(n − 1) samples after the first, and is k long; p are cut off at either end",
        mistakes={
            "this is the length that a convolution leaves; its transpose goes the other way": "(n + 2*p - k)/s + 1",
            "n stamps lie n − 1 steps apart, not n": "s*n + k - 2*p",
            "padding is cut off here, at both ends; it does not make the output longer": "s*(n - 1) + k + 2*p",
            "padding is cut off at both ends: 2·p": "s*(n - 1) + k - p",
            "padding is forgotten": "s*(n - 1) + k",
            "this is Keras' 'same': right only where k − 2·p = s": "s*n",
            "the last stamp is k long: add k, not k − 1": "s*(n - 1) + k - 1 - 2*p",
            "stamps overlap where k > s: k is added once, for the last stamp": "n*k - 2*p",
        },
    )


# conv_transpose1d


def _keras_transposed(values, kernel, stride) -> np.ndarray:
    """Return what Keras' Conv1DTranspose makes of a signal, padded to the length that stamps need."""
    with keras.device("cpu:0"):
        outputs = keras.ops.conv_transpose(
            np.asarray(values, "float32")[None, :, None],
            np.asarray(kernel, "float32")[:, None, None],
            strides=stride,
            padding="valid",
            data_format="channels_last",
        )
    outputs = keras.ops.convert_to_numpy(outputs)[0, :, 0]
    return outputs[: stride * (len(values) - 1) + len(kernel)]  # at stride > k Keras adds zeros after the last stamp


EMPTY = "`output[p:-p]` is empty where p is 0: write output[p : len(output) - p]"


def _transpose_mistakes(values, kernel, stride, padding=0) -> dict:
    def cut(full):
        return full[padding : len(full) - padding]

    def overwritten():
        output = np.zeros(stride * (len(values) - 1) + len(kernel))
        for number, value in enumerate(values):
            output[number * stride : number * stride + len(kernel)] = value * kernel
        return cut(output)

    full = partial(_keras_transposed, values, kernel, stride)
    empty = {} if padding else {EMPTY: np.zeros(0)}
    return empty | {
        "kernel flipped: a stamp has the kernel in its own order": lambda: cut(
            _keras_transposed(values, kernel[::-1], stride)
        ),
        "where stamps overlap they add up; yours overwrites the one before": overwritten,
        "stride ignored: stamps lie `stride` samples apart": lambda: cut(_keras_transposed(values, kernel, 1)),
        "padding ignored: that many samples are cut off at either end": full,
        "padding is cut off at both ends": lambda: full()[: -padding or None],
        "padding is cut off at both ends, not only at the front": lambda: full()[padding:],
        "padding adds zeros in yours; in the transpose it cuts samples off": lambda: np.pad(full(), padding),
        "one sample is missing at the end: the last stamp is as long as the others": lambda: cut(full())[:-1],
        "the output ends where the last stamp does: no zeros after it": lambda: np.pad(cut(full()), (0, stride - 1)),
    }


def _signals(rng, stride):
    return rng.normal(size=int(rng.integers(4, 8))), rng.normal(size=int(rng.integers(max(stride, 2), stride + 3)))


@points("conv_transpose1d", 0.5)
def test_stamps_of_stride_1(answer, rng):
    """Stride 1: overlapping stamps add up, as in Keras' Conv1DTranspose"""
    for size in (3, 4, 1):
        values, kernel = rng.normal(size=5), rng.normal(size=size)
        close(
            answer.conv_transpose1d(values, kernel),
            _keras_transposed(values, kernel, 1),
            hint="add values[i] · kernel to the output, from sample i · stride on",
            mistakes=_transpose_mistakes(values, kernel, 1),
            inputs={"values": values, "kernel": kernel},
            **NUMERIC,
        )


@points("conv_transpose1d", 0.5)
def test_stamps_of_larger_strides(answer, rng):
    """Stride 2 to 4, and gaps where the stride is larger than the kernel"""
    for stride, size in ((2, 3), (3, 4), (2, 2), (4, 2)):
        values, kernel = rng.normal(size=int(rng.integers(4, 8))), rng.normal(size=size)
        close(
            answer.conv_transpose1d(values, kernel, stride),
            _keras_transposed(values, kernel, stride),
            hint="add values[i] · kernel to the output, from sample i · stride on",
            mistakes=_transpose_mistakes(values, kernel, stride),
            inputs={"values": values, "kernel": kernel, "stride": stride},
            **NUMERIC,
        )


@points("conv_transpose1d", 0.5)
def test_padding_is_cut_off(answer, rng):
    """Padding 1 and 2: samples cut off at either end"""
    for stride, padding in ((2, 1), (3, 2), (1, 1)):
        values, kernel = _signals(rng, stride)
        full = _keras_transposed(values, kernel, stride)
        close(
            answer.conv_transpose1d(values, kernel, stride, padding),
            full[padding : len(full) - padding],
            hint="cut `padding` samples off at either end of the stamps' sum",
            mistakes=_transpose_mistakes(values, kernel, stride, padding),
            inputs={"values": values, "kernel": kernel, "stride": stride, "padding": padding},
            **NUMERIC,
        )


@points("conv_transpose1d", 0.5)
def test_transpose_is_the_adjoint(answer, rng):
    """⟨X a, b⟩ = ⟨a, Xᵀ b⟩: what makes it the transpose of Keras' convolution"""
    for stride, padding in ((1, 0), (2, 0), (2, 1), (3, 2)):
        size, outputs = int(rng.integers(max(3, stride), stride + 3)), int(rng.integers(4, 7))
        kernel, above = rng.normal(size=size), rng.normal(size=outputs)
        length = stride * (outputs - 1) + size - 2 * padding  # the signal that this convolution reads to the end
        below = rng.normal(size=length)
        matrix = _keras_matrix(kernel, length, stride, padding)
        down = float(matrix @ np.pad(below, padding) @ above)
        up = np.asarray(answer.conv_transpose1d(above, kernel, stride, padding), float)
        shown = {"kernel": kernel, "a": below, "b": above, "stride": stride, "padding": padding}
        holds(bool(padding or up.size), EMPTY, inputs=shown, got=up.shape, expected=below.shape)
        hint = "Xᵀ b must be as long as a: s·(n − 1) + k − 2·p samples"
        holds(up.shape == below.shape, hint, inputs=shown, got=up.shape, expected=below.shape)
        mistakes = {
            hint: partial(_inner_of, wrong, below)
            for hint, wrong in _transpose_mistakes(above, kernel, stride, padding).items()
        }
        hint = "the two products must be equal for every a and b; where they are not, it is no transpose"
        close(float(up @ below), down, hint=hint, mistakes=mistakes, inputs=shown, **NUMERIC)


def _inner_of(make, other) -> float:
    one = make()
    return float(one @ other) if one.shape == other.shape else float("inf")


# zero_insertion


def _spread_and_output(answer, values, kernel, stride) -> tuple:
    got = answer.zero_insertion(values, kernel, stride)
    holds(isinstance(got, (tuple, list)) and len(got) == 2, "return two arrays: (spread, output)", got=got)
    return got


@points("zero_insertion", 0.5)
def test_zeros_are_inserted(answer, rng):
    """stride − 1 zeros between neighbours, none at the ends"""
    for stride in (2, 3, 1):
        values, kernel = _signals(rng, stride)
        expected = np.kron(values, np.eye(1, stride)[0])[: stride * (len(values) - 1) + 1]
        close(
            _spread_and_output(answer, values, kernel, stride)[0],
            expected,
            hint="spread[::stride] are the values, everything else is 0",
            mistakes={
                "zeros after the last value: there are none at the ends": np.kron(values, np.eye(1, stride)[0]),
                "stride zeros between neighbours: stride − 1 are enough": (
                    np.kron(values, np.eye(1, stride + 1)[0])[: (stride + 1) * (len(values) - 1) + 1]
                ),
                "values are repeated: insert zeros between them": np.repeat(values, stride),
                "no zeros were inserted": values,
                "spread is the signal before the filter, without zeros around it": np.pad(expected, len(kernel) - 1),
            },
            inputs={"values": values, "kernel": kernel, "stride": stride},
        )


@points("zero_insertion", 1)
def test_the_flipped_filter_upsamples(answer, rng):
    """The output is that of Keras' transposed convolution, at stride 1, 2 and 3"""
    for stride in (2, 3, 1):
        values, kernel = _signals(rng, stride)
        expected = _keras_transposed(values, kernel, stride)
        spread = np.kron(values, np.eye(1, stride)[0])[: stride * (len(values) - 1) + 1]
        close(
            _spread_and_output(answer, values, kernel, stride)[1],
            expected,
            hint="k − 1 zeros at either end of the spread signal, then the flipped kernel over every window",
            mistakes={
                "the filter is not turned around: what slides over the signal is (z, y, x)": (
                    np.correlate(spread, kernel, "full")
                ),
                "the filter starts where its last tap touches the first sample: put k − 1 zeros at either end": (
                    lambda: np.convolve(spread, kernel, "valid")  # noqa: B023 - used in this round
                ),
                "as long as conv_transpose1d's output, not as the spread signal": np.convolve(spread, kernel, "same"),
                "np.convolve turns the kernel around by itself: once is enough": np.convolve(spread, kernel[::-1]),
                "the zeros are missing from the signal that the filter sees": np.convolve(values, kernel),
                "a scaled result: stamping does not divide by the kernel's sum": expected / kernel.sum(),
            },
            inputs={"values": values, "kernel": kernel, "stride": stride},
            **NUMERIC,
        )


# bilinear_kernel


def _upsampled(image, kernel, factor) -> np.ndarray:
    maps = keras.ops.conv_transpose(
        np.asarray(image, "float32")[None, :, :, None],
        np.asarray(kernel, "float32")[:, :, None, None],
        strides=factor,
        padding="same",
        data_format="channels_last",
    )
    return keras.ops.convert_to_numpy(maps)[0, :, :, 0]


def _resized(image, factor) -> np.ndarray:
    size = tuple(factor * side for side in image.shape)
    bigger = keras.ops.image.resize(
        np.asarray(image, "float32")[:, :, None], size, interpolation="bilinear", data_format="channels_last"
    )
    return keras.ops.convert_to_numpy(bigger)[:, :, 0]


def _taps(factor, size=None, reach=None) -> np.ndarray:
    size, reach = size or 2 * factor - factor % 2, reach or factor
    return np.maximum(1 - np.abs(np.arange(size) - (size - 1) / 2) / reach, 0)


def _square(taps) -> np.ndarray:
    return np.outer(taps, taps)


def _checked_kernel(answer, factor) -> np.ndarray:
    kernel = np.asarray(answer.bilinear_kernel(factor), float)
    size = 2 * factor - factor % 2
    flat = "one row of the kernel: make a matrix of it with np.outer"
    holds(kernel.shape != (size,), flat, inputs={"factor": factor}, got=kernel.shape, expected=(size, size))
    axes = "a matrix of (k, k) is asked for; the cell after this check adds the two axes that Keras needs"
    holds(kernel.ndim == 2, axes, inputs={"factor": factor}, got=kernel.shape, expected=(size, size))
    odd = "the kernel has 2·factor − (factor mod 2) taps per side"
    holds(kernel.shape == (size, size), odd, inputs={"factor": factor}, got=kernel.shape, expected=(size, size))
    return kernel


@points("bilinear_kernel", 0.5)
def test_bilinear_taps(answer, rng):
    """The numbers of the formula, for even and odd factors, and 1 for factor 1"""
    for factor in (2, 3, int(rng.integers(4, 9)), 1):
        taps = _taps(factor)
        size = len(taps)
        places = np.arange(size)
        distances = places - (size - 1) / 2
        middle = "the middle is at (k − 1) / 2, which is between two taps where k is even"
        both = np.add.outer(taps, taps) / 2
        cone = np.maximum(1 - np.hypot(*np.meshgrid(distances, distances)) / factor, 0)
        close(
            _checked_kernel(answer, factor),
            np.outer(taps, taps),
            hint="each tap is the product of two triangles, one down and one across",
            mistakes={
                "scaled so that the sum is 1: it must be factor², for every input value feeds factor² pixels": (
                    np.outer(taps, taps) / np.outer(taps, taps).sum()
                ),
                middle: _square(1 - np.abs(places - size // 2) / factor),
                f"{middle}: divide by /, not by //": _square(1 - np.abs(places - (size - 1) // 2) / factor),
                "the taps are counted from 0 to k − 1, not from 1 to k": _square(1 - np.abs(distances + 1) / factor),
                "the distance |i − m| is never negative: take the absolute value": _square(1 - distances / factor),
                "the two triangles are multiplied, not added": both,
                "bilinear is a product of two triangles, not a cone": cone,
                "this is nearest neighbour: the taps fall linearly from the middle": np.ones((size, size)),
                "divide the distance by factor, not by half of the kernel's size": _square(
                    _taps(factor, size, size / 2)
                ),
                "divide the distance by factor, not by the middle m": _square(
                    _taps(factor, size, max((size - 1) / 2, 1e-9))
                ),
                "divide the distance by factor, not by k": _square(_taps(factor, size, size)),
            },
            inputs={"factor": factor},
        )


@points("bilinear_kernel", 1)
def test_bilinear_upsampling(answer, rng):
    """A Conv2DTranspose with it equals bilinear resizing, inside the border"""
    for factor in (2, 3, 4):
        image = rng.random((6, 7))
        kernel = _checked_kernel(answer, factor)
        inside = slice(factor, -factor)
        close(
            _upsampled(image, kernel, factor)[inside, inside],
            _resized(image, factor)[inside, inside],
            hint="a transposed convolution with your kernel is not what bilinear resizing gives",
            mistakes={
                "too dark by factor²: do not divide the kernel by its sum": lambda: (
                    _resized(image, factor)[inside, inside] / factor**2  # noqa: B023 - used in this round
                ),
                "this is nearest neighbour": lambda: image.repeat(factor, 0).repeat(factor, 1)[inside, inside],  # noqa: B023
            },
            inputs={"image": image, "factor": factor},
            **NUMERIC,
        )


# checkerboards


@points("even_kernels", 0.5)
def test_even_kernels(answer):
    """Kernel sizes without uneven overlap at stride 3"""
    listed = "a list of whole numbers in square brackets is asked for, such as [2, 4]"
    got = _told(lambda: answer.even_kernels, {"": listed})
    got = got.tolist() if isinstance(got, np.ndarray) else got
    numbers = isinstance(got, (list, tuple)) and all(type(size) in (int, float) for size in got)
    holds(numbers, listed, got=repr(got))
    equal(
        sorted(set(got)),
        [3, 6, 9],
        hint="each pixel gets k / s stamps on average: that must be a whole number",
        mistakes={
            "that is for stride 2; at stride 3 count again": [2, 4, 6, 8],
            "a kernel as large as the stride is fine too: its stamps just touch": [6, 9],
            "larger multiples are fine too: 6 × 6 gives every pixel 2 stamps per direction": [3],
            "9 is a multiple of 3 as well": [3, 6],
            "these overlap unevenly: the multiples of the stride do not": [2, 4, 5, 7, 8],
            "odd or even does not matter; the remainder of k / s does": [3, 5, 7, 9],
            "a list of whole numbers from 2 to 9": [1, 3, 6, 9],
        },
    )


def _phase_means(image, stride) -> np.ndarray:
    height, width = (side // stride * stride for side in image.shape)
    blocks = image[:height, :width].reshape(height // stride, stride, width // stride, stride)
    return blocks.mean(axis=(0, 2))


def _strength(image, stride) -> float:
    """The same number by way of the means of the phases: Parseval."""
    means = _phase_means(image, stride)
    return float(means.std() / abs(means.mean()))


def _spectral_mistakes(image, stride) -> dict:
    height, width = (side // stride * stride for side in image.shape)
    whole = np.abs(np.fft.fft2(image[:height, :width]))
    pattern = whole[:: height // stride, :: width // stride]
    others = np.sqrt(np.sum(pattern**2) - pattern[0, 0] ** 2)
    strength = _strength(image, stride)
    return {
        "divide by the absolute value |F(0, 0)|: the mean may be negative, the strength of a pattern is not": -strength,
        "the deviation of all s² means has s² in its denominator, not s² − 1": (
            strength * stride / np.sqrt(stride**2 - 1)
        ),
        "the amplitude at (0, 0) belongs to the mean: leave it out of the sum": float(
            np.sqrt(np.sum(pattern**2)) / pattern[0, 0]
        ),
        "squares without the root: take the root of their sum": float(others**2 / pattern[0, 0]),
        "power instead of amplitude: the root of both": float(others**2 / pattern[0, 0] ** 2),
        "amplitudes are added as squares: the root of the sum of |F|²": float(
            (pattern.sum() - pattern[0, 0]) / pattern[0, 0]
        ),
        "divide by the amplitude at (0, 0), so that a brighter picture has the same number": float(others),
        "this is every frequency: only multiples of 1 / stride cycles per pixel belong to the pattern": float(
            np.sqrt(np.sum(whole**2) - whole[0, 0] ** 2) / whole[0, 0]
        ),
        "frequencies (m, 0) and (0, n) belong to the pattern as well": float(
            np.sqrt(np.sum(pattern[1:, 1:] ** 2)) / pattern[0, 0]
        ),
    }


@points("checkerboard", 0.5)
def test_checkerboard_of_a_known_pattern(answer, rng):
    """Even grey has none; stripes and boards of period 2 and 3 have what was put in"""
    for stride in (2, 3):
        level, contrast = float(rng.uniform(0.3, 0.6)), float(rng.uniform(0.05, 0.2))
        even = np.full((12, 18), level)
        board = even + contrast * np.tile(rng.normal(size=(stride, stride)), (12 // stride, 18 // stride))
        stripes = even + contrast * np.tile(rng.normal(size=(1, stride)), (12, 18 // stride))
        hint = "an even picture has no pattern: 0"
        close(answer.checkerboard(even, stride), 0.0, hint=hint, inputs={"image": even, "stride": stride}, atol=1e-6)
        for image in (board, stripes):
            close(
                answer.checkerboard(image, stride),
                _strength(image, stride),
                hint="the amplitudes at m · H / stride and n · W / stride, all but (0, 0), beside that at (0, 0)",
                mistakes=_spectral_mistakes(image, stride),
                inputs={"image": image, "stride": stride},
                atol=1e-6,
            )


@points("checkerboard", 1)
def test_checkerboard_of_any_image(answer, rng):
    """Textures, means of either sign, sides that are no multiples of the stride: what is left over is cut off"""
    for stride, size, least in ((2, (16, 24), 0.2), (4, (19, 26), 0.2), (3, (17, 20), -1.2), (2, (15, 16), 0.2)):
        image = rng.random(size) + least
        close(
            answer.checkerboard(image, stride),
            _strength(image, stride),
            hint="cut the sides to multiples of the stride at bottom and right, then take stride × stride amplitudes",
            mistakes=_spectral_mistakes(image, stride)
            | {
                "the sides are cut to multiples of the stride at the top and left; cut at the bottom and right": (
                    _strength(image[size[0] % stride :, size[1] % stride :], stride)
                ),
            },
            inputs={"image": image, "stride": stride},
        )


# build_denoiser


def _is_model(model, name) -> None:
    holds(isinstance(model, keras.Model), f"{name} must return a keras.Model", got=type(model).__name__)
    graph = (
        "return keras.Model(inputs, outputs) or a Sequential: what a subclass of keras.Model does cannot be looked at"
    )
    known = isinstance(model, keras.Sequential) or hasattr(model, "operations")
    holds(known, graph, got=type(model).__name__)
    begun = "the network does not know yet what comes in: start it with keras.Input((height, width, channels))"
    holds(bool(model.built), begun)


def _count(weights) -> int:
    return sum(int(np.prod(weight.shape)) for weight in weights)


def _parts(model) -> list:
    """Return a model's layers and operations in order, those of nested models in place."""
    parts = getattr(model, "operations", None) or model.layers
    return [leaf for part in parts for leaf in (_parts(part) if isinstance(part, keras.Model) else [part])]


def _convolutions(model) -> list:
    return [part for part in _parts(model) if type(part).__name__ == "Conv2D"]


def _keeps_the_size(model) -> None:
    """Fail unless the convolutions pad: pictures come out as large as they went in."""
    padded = all(part.padding == "same" for part in _convolutions(model))
    holds(padded, "convolutions make the picture smaller in yours: padding='same' keeps height and width")


def _activation(function) -> str:
    """Return the name of an activation, given as a function or as a layer."""
    if isinstance(function, keras.layers.Activation):
        return _activation(function.activation)
    return getattr(function, "__name__", type(function).__name__).lower()


def _words(model) -> list[str]:
    """Return a model's layers in words, an activation of its own joined to the convolution before it."""
    words = []
    for part in _parts(model):
        word = _word(part)
        joined = words and words[-1].endswith(" linear") and word in ("relu", "sigmoid")
        if joined:
            words[-1] = words[-1].removesuffix("linear") + word
        elif word not in ("", "linear"):
            words.append(word)
    return words


def _word(part) -> str:
    """Return a layer in one word or a few, or nothing for an input."""
    kind = type(part).__name__
    if kind == "Conv2D":
        return f"conv {part.filters} {_activation(part.activation)}"
    if kind == "UpSampling2D":
        return "up" if part.interpolation == "nearest" else f"up {part.interpolation}"
    if kind == "Activation":
        return _activation(part)
    if kind == "ReLU" and (getattr(part, "max_value", None) is not None or getattr(part, "negative_slope", 0)):
        return "another ReLU"
    words = {"MaxPooling2D": "pool", "BatchNormalization": "norm", "Conv2DTranspose": "transposed", "InputLayer": ""}
    return words.get(kind, kind.lower() if kind in ("ReLU", "Relu", "Sigmoid") else kind)


@points("build_denoiser", 0.5)
def test_denoiser_counts(answer):
    """19,779 parameters, of which 19,587 are trained; a picture comes out as large as it went in"""
    model = answer.build_denoiser()
    _is_model(model, "build_denoiser")
    _keeps_the_size(model)
    equal(
        model.count_params(),
        19_779,
        hint="compare model.summary() with the table, layer by layer",
        mistakes={
            "no batch normalisation: there are four in the table": 19_395,
            "the last convolution has 3 kernels, one per channel of the picture": 19_489,
            "one convolution is missing between code and picture: the one of 32 kernels at 8 × 8": 10_531,
            "the kernels are 3 × 3, not 5 × 5": 54_083,
            "biases are turned off: Keras' convolutions have them unless use_bias=False": 19_680,
            "batch normalisation follows the first pooling as well, with 16 channels": 19_715,
            "a batch normalisation too many: none after the last convolution": 19_791,
            "the code has 32 channels, not 16": 12_787,
        },
    )
    hint = "batch normalisation trains a scale and a shift per channel; its mean and variance are not trained"
    equal(_count(model.trainable_weights), 19_587, hint=hint)
    equal(tuple(model.input_shape[1:]), (32, 32, 3), hint="pictures of 32 × 32 × 3 go in")
    equal(tuple(model.output_shape[1:]), (32, 32, 3), hint="a picture of 32 × 32 × 3 comes out: two upsamplings by 2")


@points("build_denoiser", 0.5)
def test_denoiser_code(answer):
    """The code: (8, 8, 32), named encoded_layer; a unit sees 10 pixels, neighbours are 4 apart"""
    model = answer.build_denoiser()
    _is_model(model, "build_denoiser")
    layer = next((part for part in _parts(model) if part.name == "encoded_layer"), None)
    holds(layer is not None, 'no layer is called "encoded_layer": give the second pooling name="encoded_layer"')
    own = (
        "encoded_layer must be a layer of the model itself, not of a model inside it: section 9 cuts the network there"
    )
    holds([part for part in model.layers if part is layer], own)
    _keeps_the_size(model)
    shape = tuple(layer.output.shape[1:])
    equal(
        shape,
        (8, 8, 32),
        hint="the code is what the second pooling gives",
        mistakes={
            "this is the convolution before the second pooling: name the pooling": (16, 16, 32),
            "this is the first pooling: the second one gives the code": (16, 16, 16),
        },
    )
    pooled = type(layer).__name__.startswith("Max")
    holds(pooled, "encoded_layer is the name of the second max pooling itself", got=type(layer).__name__)
    field = receptive_field(keras.Model(model.inputs, layer.output))
    hint = "two 3 × 3 convolutions and two 2 × 2 poolings, in turn: a unit of the code sees 10 pixels"
    equal(tuple(field.size), (10, 10), hint=hint)
    equal(tuple(int(step) for step in field.stride), (4, 4), hint="neighbours in the code are 4 pixels apart")


@points("build_denoiser", 0.5)
def test_denoiser_layers(answer):
    """The layers in the table's order; ReLU inside, sigmoid at the end"""
    model = answer.build_denoiser()
    _is_model(model, "build_denoiser")
    got = _words(model)
    down = ["conv 16 relu", "pool", "norm", "conv 32 relu", "pool", "norm"]
    up = ["conv 32 relu", "up", "norm", "conv 16 relu", "up", "norm", "conv 3 sigmoid"]
    bare = [word.replace("relu", "linear") for word in down + up]
    holds("up bilinear" not in got, "every pixel repeated: UpSampling2D's interpolation='nearest'", got=got)
    equal(
        got,
        down + up,
        hint=_first_difference(got, down + up),
        mistakes={
            "wrong activation: sigmoid at the end, so that pixels are from 0 to 1": [
                *(down + up)[:-1],
                "conv 3 linear",
            ],
            "the last layer's activation is the sigmoid: ReLU can be above 1": [*(down + up)[:-1], "conv 3 relu"],
            "wrong activation: ReLU after every convolution but the last": bare,
            "wrong activation: ReLU after every convolution, sigmoid after the last": [*bare[:-1], "conv 3 linear"],
            "batch normalisation follows the pooling, it does not come before it": (
                ["conv 16 relu", "norm", "pool", "conv 32 relu", "norm", "pool", *up]
            ),
            "upsample after the convolution, not before it": [
                *down,
                *["up", "conv 32 relu", "norm", "up", "conv 16 relu", "norm", "conv 3 sigmoid"],
            ],
            "go up by UpSampling2D, which repeats pixels, not by a transposed convolution": (
                [*down, "conv 32 relu", "transposed", "norm", "conv 16 relu", "transposed", "norm", "conv 3 sigmoid"]
            ),
        },
    )


def _first_difference(got, table) -> str:
    """Return a hint that names the first layer that is not the table's; empty if there is none."""
    for number, (one, other) in enumerate(zip_longest(got, table, fillvalue="none"), 1):
        if one != other:
            return f"layer {number} after the input is {one!r} in yours, and {other!r} in the table"
    return ""


@points("build_denoiser", 0.5)
def test_denoiser_of_other_sizes(answer):
    """Other pictures and other codes: build_denoiser((48, 64, 1), code_channels=8)"""
    model = answer.build_denoiser((48, 64, 1), 8)
    _is_model(model, "build_denoiser")
    _keeps_the_size(model)
    sizes = "use input_shape: the picture's height, width and channels are arguments"
    equal(tuple(model.input_shape[1:]), (48, 64, 1), hint=sizes)
    equal(tuple(model.output_shape[1:]), (48, 64, 1), hint="as many channels come out as go in: input_shape[-1]")
    equal(
        model.count_params(),
        8_713,
        hint="code_channels is the number of kernels of the second convolution, and nothing else changes",
        mistakes={
            "code_channels is not used: it is the number of kernels of the second convolution": 19_201,
            "the third convolution keeps its 32 kernels: only the second has code_channels": 3_409,
            "the last convolution has as many kernels as the input has channels": 9_003,
        },
    )
    kernels = [part.filters for part in _convolutions(model)]
    second = "code_channels belongs to the second convolution, before the pooling: it makes the code smaller"
    equal(kernels, [16, 8, 32, 16, 1], hint=second)


@points("why_blur", 0.5)
def test_why_blur(answer):
    """Why the autoencoder loses to non-local means"""
    reasons = {
        "A": "noise need not be stored: and at σ = 0.05, where there is little of it, the result is hardly better",
        "C": "PSNR is a logarithm of the mean squared error: it is just the right loss for it",
        "D": "to see noise, 3 pixels are enough; the last layer sees far more than that",
    }
    one_letter(answer.why_blur, "B", reasons)


# build_residual_denoiser


# What may stand in a residual network beside convolutions; whether it is right, its output tells.
BESIDE = ("relu", "sigmoid", "Subtract", "Add", "Multiply", "Negative", "Rescaling", "Lambda", "Identity")


@points("build_residual_denoiser", 0.5)
def test_residual_counts(answer, rng):
    """As many convolutions and parameters as depth and filters say, and nothing else"""
    for depth, filters in ((6, 32), (int(rng.integers(3, 6)), int(rng.integers(5, 12))), (2, 4)):
        model = answer.build_residual_denoiser(depth, filters)
        _is_model(model, "build_residual_denoiser")
        shown = f"depth={depth}, filters={filters}"
        words, convolutions = _words(model), _convolutions(model)
        holds("norm" not in words, "batch normalisation has slipped in: there is none in the table", inputs=shown)
        square = "the kernels are 3 × 3"
        sizes = [tuple(part.kernel_size) for part in convolutions]
        holds(all(size == (3, 3) for size in sizes), square, inputs=shown, got=sizes)
        kernels = [part.filters for part in convolutions]
        used = "each convolution but the last has `filters` kernels: use the argument"
        holds(all(number == filters for number in kernels[:-1]), used, inputs=shown, got=kernels)
        first, inner, last = 10 * filters, filters * (9 * filters + 1), 9 * filters + 1
        expected = first + (depth - 2) * inner + last
        equal(
            model.count_params(),
            expected,
            hint="a first convolution, depth − 2 inner ones, and a last one with 1 kernel; all 3 × 3 with biases",
            mistakes={
                "one convolution too many: depth counts the first and the last too": expected + inner,
                "two convolutions too many: depth counts the first and the last too": expected + 2 * inner,
                "one convolution too few: depth − 2 of them lie between the first and the last": expected - inner,
                "biases are turned off: keep them": expected - (depth - 1) * filters - 1,
            },
            inputs=shown,
        )
        more = [word for word in words if not word.startswith("conv ") and word not in BESIDE]
        holds(not more, "the table has convolutions with ReLU, and nothing else", inputs=shown, got=more)
    hint = "without arguments depth is 6 and filters 32: leave the first line of the function as it is"
    equal(answer.build_residual_denoiser().count_params(), 37_601, hint=hint)


@points("build_residual_denoiser", 0.5)
def test_residual_field(answer):
    """Pictures of any size; ReLU but at the end; each pixel depends on 2·depth + 1 pixels around it"""
    for depth in (6, 3):
        model = answer.build_residual_denoiser(depth, 4)
        _is_model(model, "build_residual_denoiser")
        any_size = "pictures of any size: keras.Input((None, None, 1))"
        equal(tuple(model.input_shape), (None, None, None, 1), hint=any_size)
        equal(tuple(model.output_shape), (None, None, None, 1), hint="one grey picture comes out")
        _keeps_the_size(model)
        field = receptive_field(model)
        hint = "3 × 3 convolutions one after the other, stride 1, no pooling: each adds 2 pixels"
        equal(tuple(field.size), (2 * depth + 1, 2 * depth + 1), hint=hint)
        inside = ["relu"] * (depth - 1)
        equal(
            [word.split()[-1] for word in _words(model) if word.startswith("conv ")],
            [*inside, "linear"],
            hint="ReLU after every convolution but the last",
            mistakes={
                "no activation after the last convolution: noise can be negative": [*inside, "relu"],
                "the last activation must not be a sigmoid: noise is around 0, of both signs": [*inside, "sigmoid"],
                "no ReLU between the convolutions: then all of them are one linear filter": ["linear"] * depth,
            },
        )


@points("build_residual_denoiser", 1, weights=True)
def test_residual_is_subtracted(answer, rng):
    """What the convolutions give is subtracted from the input; untrained, that is 0, and ready to be trained"""
    model = answer.build_residual_denoiser(3, 4)
    _is_model(model, "build_residual_denoiser")
    _keeps_the_size(model)
    height, width, channels = model.input_shape[1:]
    equal(channels, 1, hint="grey pictures have one channel: keras.Input((None, None, 1))")
    image = rng.uniform(0.05, 1.2, (1, height or 10, width or 11, 1)).astype("float32")
    untrained, started = keras.ops.convert_to_numpy(model(image)), model.get_weights()
    for part in (0.0, 0.5, 2.0):
        model.set_weights(_passing(model, part))
        noise = part * image
        close(
            keras.ops.convert_to_numpy(model(image)),
            image - noise,
            hint="the output is the input minus what the last convolution gives",
            mistakes={
                "the input does not go around: subtract the last convolution's output from it": noise,
                "this adds what the convolutions give: it is the noise, subtract it": image + noise,
                "turned round: input minus noise, not noise minus input": noise - image,
                "an activation after the subtraction: return the difference as it is": np.maximum(image - noise, 0),
                "cut off at 0 or 1: return the difference as it is": np.clip(image - noise, 0, 1),
            },
            inputs={"image": image, "what the last convolution gives": noise},
            rtol=0.01,  # batch normalisation, which another check speaks of, divides by a little more than 1
            atol=1e-5,
        )
    start = "untrained, it returns its input: give the last convolution kernel_initializer='zeros'"
    close(untrained, image, hint=start, inputs={"image": image}, **NUMERIC)
    kernels = [weight for weight in started if weight.ndim == 4]
    dead = "only the last kernel starts at zero: with all at zero no gradient arrives, and nothing is ever learned"
    holds(all(np.any(kernel) for kernel in kernels[:-1]), dead)
    alike = "all kernels start alike, and stay alike: keep Keras' random ones, for all convolutions but the last"
    holds(all(np.ptp(kernel) > 0 for kernel in kernels[:-1]), alike)


def _passing(model, part) -> list[np.ndarray]:
    """Return weights with which convolutions pass a picture on, and the last one gives `part` of it."""
    weights = [np.zeros_like(weight) if weight.ndim == 4 else weight for weight in model.get_weights()]
    biases = [variable.name == "bias" for variable in model.weights]
    weights = [0 * weight if is_bias else weight for weight, is_bias in zip(weights, biases, strict=True)]
    kernels = [weight for weight in weights if weight.ndim == 4]
    for kernel in kernels:
        kernel[kernel.shape[0] // 2, kernel.shape[1] // 2, 0, 0] = part if kernel is kernels[-1] else 1
    return weights


@points("why_residual", 0.5)
def test_why_residual(answer):
    """What an untrained residual network does"""
    reasons = {
        "A": "a stack of convolutions does not pass a picture on: its last kernel is zero, and so is its output",
        "C": "its last kernel is zero: what it subtracts is 0",
        "D": "the last kernel is zero, and so is what the convolutions give: that is known before training",
    }
    one_letter(answer.why_residual, "B", reasons)


# entropy_bits


def _bits(values) -> float:
    counts = np.unique(values, return_counts=True)[1]
    shares = counts / counts.sum()
    return float(-(shares * np.log2(shares)).sum() * values.size)


def _entropy_mistakes(symbols) -> dict:
    right = sum(_bits(channel) for channel in np.moveaxis(symbols, -1, 0))
    per_image = sum(_bits(one[..., c]) for one in symbols for c in range(symbols.shape[-1]))
    raw = [np.ptp(channel) + 1 for channel in np.moveaxis(symbols, -1, 0)]
    amounts = sum(_bits(np.abs(channel)) for channel in np.moveaxis(symbols, -1, 0))
    return {
        "one code for all channels: count each channel by itself": _bits(symbols),
        "the natural logarithm: bits take the one to base 2": right * np.log(2),
        "bits per symbol: multiply by how many symbols there are": right / symbols.size,
        "bits of one channel's mean: multiply each entropy by the channel's symbols": right / symbols[..., 0].size,
        "the sign is lost: log2 of a probability is negative": -right,
        "each image is counted by itself: the probabilities are those over all images": per_image,
        "a fixed length for every symbol: frequent symbols take fewer bits": float(
            sum(symbols[..., 0].size * np.log2(span) for span in raw)
        ),
        "bits for each image: the total over all of them is asked for": right / len(symbols),
        "each channel's entropy is multiplied by that channel's symbols, not by all symbols": right * symbols.shape[-1],
        "3 and −3 are different symbols: do not drop the sign": amounts,
        "symbols can be larger than 8 bits hold: leave their type as it is": (
            lambda: sum(_bits(channel.astype("int8")) for channel in np.moveaxis(symbols, -1, 0))
        ),
    }


def _entropy(answer, symbols):
    """Return an answer's bits, after a look at what np.bincount makes of symbols."""
    shown = {"inputs": {"symbols": symbols}}
    negative = "symbols can be negative, which np.bincount cannot count: shift them, or use np.unique"
    got = _told(
        lambda: answer.entropy_bits(symbols), {"negative elements": negative, "non-negative": negative}, **shown
    )
    gap = "NaN comes from 0 · log2 0: a symbol that does not occur takes no bits, so leave zero counts out"
    holds(not (isinstance(got, float) and np.isnan(got)), gap, got=got, **shown)
    return got


@points("entropy_bits", 0.5)
def test_entropy_of_known_symbols(answer, rng):
    """Equal symbols cost nothing, a fair coin 1 bit, four equally frequent symbols 2 bits"""
    same = np.full((2, 4, 4, 1), 7)
    hint = "one symbol only is no news: 0 bits (watch 0 · log 0)"
    close(_entropy(answer, same), 0.0, hint=hint, inputs={"symbols": same})
    for kinds, apart in ((2, 1), (4, 1), (4, 256)):
        symbols = apart * (rng.permutation(np.arange(64) % kinds).reshape(2, 4, 8, 1) - 2)
        close(
            _entropy(answer, symbols),
            64 * np.log2(kinds),
            hint="−Σ p · log2 p for a symbol, times the number of symbols",
            mistakes=_entropy_mistakes(symbols),
            inputs={"symbols": symbols},
        )


@points("entropy_bits", 1)
def test_entropy_of_channels(answer, rng):
    """Channels that differ, symbols of both signs: each channel has its own probabilities"""
    for channels in (3, 5):
        shape = (4, 5, 6)
        symbols = np.stack([rng.poisson(1 + 2 * c, shape) - rng.integers(3 * c + 1) for c in range(channels)], axis=-1)
        close(
            _entropy(answer, symbols),
            sum(_bits(channel) for channel in np.moveaxis(symbols, -1, 0)),
            hint="for every channel −Σ p · log2 p times its symbols; then the sum over the channels",
            mistakes=_entropy_mistakes(symbols),
            inputs={"symbols": symbols},
        )
