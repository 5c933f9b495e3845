"""VGG16 with the weights its authors trained on ImageNet: from a local file, or from Keras' server.

There are two files: 553 MB with the dense layers on top, 59 MB without. ``COURSE_VGG16_WEIGHTS`` names a local copy
of either; otherwise Keras downloads the one that is needed, once, into its own cache (``~/.keras/models``). Where
neither can be had, :class:`NoWeightsError` says so within seconds.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import keras
import numpy as np
from keras.applications import vgg16

import course
from course.data.download import require_answer
from course.data.errors import DownloadError
from course.errors import CourseError

WEIGHTS_VARIABLE = "COURSE_VGG16_WEIGHTS"
IMAGE_SHAPE = (224, 224, 3)
_SERVER = "https://storage.googleapis.com/tensorflow/keras-applications/vgg16/"
_FILES = {
    True: "vgg16_weights_tf_dim_ordering_tf_kernels.h5",
    False: "vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5",
}
_CLASS_INDEX_URL = "https://storage.googleapis.com/download.tensorflow.org/data/imagenet_class_index.json"

Decoder = Callable[[np.ndarray, int], list[list[tuple[str, str, float]]]]


class NoWeightsError(CourseError):
    """ImageNet weights are out of reach, or a file does not hold them; the message says why and what to do.

    Attributes:
        reason: The same in a few words, such as ``"no network answered"``.
    """

    def __init__(self, message: str, reason: str) -> None:
        super().__init__(message)
        self.reason = reason


def imagenet_vgg16(include_top: bool = True, weights: str | os.PathLike | None = None) -> keras.Model:
    """Return VGG16 with ImageNet weights, for preprocessed ``(N, 224, 224, 3)`` images.

    Args:
        include_top: With the three dense layers and their 1,000 probabilities; without, the output is
            ``block5_pool``'s ``(N, 7, 7, 512)`` maps.
        weights: A local file, as Keras saves or publishes it: of the whole network, or of the part that is asked for.
            By default the one that ``COURSE_VGG16_WEIGHTS`` names; without that, Keras' own download.

    Returns:
        A model with Keras' names of layers.

    Raises:
        NoWeightsError: If the file is missing or holds something else, or there is no file and no network answered.
    """
    path = weights or os.environ.get(WEIGHTS_VARIABLE)
    return _from_file(Path(path), include_top) if path else _from_keras(include_top)


def imagenet_decoder() -> Decoder:
    """Return a function ``decode(probabilities, top)`` that names ``(N, 1000)`` probabilities, as Keras' own does.

    The names are a small file that Keras downloads once. Where it is out of reach, classes are called by number.
    """
    cached = _keras_file("imagenet_class_index.json").is_file()
    try:
        if not cached:
            _require_download(_CLASS_INDEX_URL)
    except DownloadError:
        return decode_numbers
    return vgg16.decode_predictions


def decode_numbers(probabilities: np.ndarray, top: int = 5) -> list[list[tuple[str, str, float]]]:
    """Return the likeliest classes by number, in the form of Keras' ``decode_predictions``.

    Args:
        probabilities: ``(N, classes)``.
        top: The number of classes per image.

    Returns:
        For each image ``(identifier, name, probability)``, most probable first.
    """
    return [_numbered(row, top) for row in np.asarray(probabilities)]


def _numbered(row: Sequence[float], top: int) -> list[tuple[str, str, float]]:
    likeliest = np.argsort(row)[::-1][:top]
    return [(f"n{number:08d}", f"class {number}", float(row[number])) for number in likeliest]


def _from_file(path: Path, include_top: bool) -> keras.Model:
    if not path.is_file():
        message = f"VGG16's weights: there is no file {path}; correct {WEIGHTS_VARIABLE}, or unset it"
        raise NoWeightsError(message, f"there is no file {path.name}")
    reasons = []
    for whole in dict.fromkeys((include_top, True)):
        model = vgg16.VGG16(include_top=whole, weights=None, input_shape=IMAGE_SHAPE)
        try:
            model.load_weights(path)
        except (OSError, ValueError, KeyError) as error:
            reasons.append(str(error).strip().split("\n")[0])
            continue
        return model if whole == include_top else keras.Model(model.input, model.get_layer("block5_pool").output)
    needed = "the whole of VGG16" if include_top else "VGG16, with or without its dense layers"
    raise NoWeightsError(
        f"{path} does not hold the weights of {needed} ({reasons[0]}): download {_SERVER}{_FILES[include_top]} "
        f"again, or unset {WEIGHTS_VARIABLE}",
        reason=f"{path.name} does not hold them",
    )


def _from_keras(include_top: bool) -> keras.Model:
    url = _SERVER + _FILES[include_top]
    try:
        if not _keras_file(_FILES[include_top]).is_file():
            _require_download(url)
        return vgg16.VGG16(include_top=include_top, weights="imagenet", input_shape=IMAGE_SHAPE)
    except DownloadError as error:
        reason = error.reason
    except Exception as error:  # Keras' get_file raises a bare Exception when a download breaks off
        reason = f"the download failed: {error}"
    how = "at laptop scale and with a network" if course.scale() == "smoke" else "with a network"
    raise NoWeightsError(
        f"VGG16's ImageNet weights are out of reach ({reason}): run this {how}, or download {url} elsewhere "
        f"and name the file in the environment variable {WEIGHTS_VARIABLE}",
        reason,
    )


def _require_download(url: str) -> None:
    """Return if a file can be downloaded; at smoke scale, where everything takes seconds, nothing is."""
    if course.scale() == "smoke":
        raise DownloadError(f"{url} is not downloaded at smoke scale", "nothing is downloaded at smoke scale")
    require_answer(url)


def _keras_file(name: str) -> Path:
    """Return where Keras keeps a file that belongs to its applications."""
    home = os.environ.get("KERAS_HOME") or Path.home() / ".keras"
    return Path(home) / "models" / name
