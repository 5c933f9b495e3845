"""The end of an epoch without a pause of up to a minute: tf.data without the thread that tunes it.

Each iterator of a ``tf.data.Dataset`` has a thread that tunes the number of parallel calls and the sizes of buffers;
Keras makes one such iterator per epoch, for arrays, generators and ``PyDataset`` alike. The thread sleeps between two
looks: 10 ms, 20 ms, 40 ms … up to a minute. Deleting the iterator wakes it and waits for its end. The thread then
asks whether it has been cancelled; but in TensorFlow (2.21; ``Model::OptimizeLoop`` and ``CancellationManager``) the
answer is yes only after all threads have been woken. On a machine with few processors it often asks too early and goes
back to sleep, and the end of the epoch waits for the rest of that sleep, with both processors idle: an epoch of 45
seconds can take 82. ``python -m benchmarks epochs`` shows it.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

import keras


def without_tuning() -> None:
    """From now on in this process, iterate over tf.data without the thread that tunes it.

    Numbers of parallel calls and sizes of buffers that are left to ``tf.data.AUTOTUNE`` stay what they are at the
    start. A data set whose options say ``autotune.enabled`` keeps what they say. On backends other than TensorFlow
    nothing is done. Calling it again changes nothing.
    """
    if keras.backend.backend() == "tensorflow":
        _replace_iter()


@functools.cache
def _replace_iter() -> None:
    import tensorflow as tf

    original = tf.data.Dataset.__iter__

    @functools.wraps(original)
    def untuned(dataset: tf.data.Dataset) -> Iterator[Any]:
        if tf.executing_eagerly() and dataset.options().autotune.enabled is None:
            options = tf.data.Options()
            options.autotune.enabled = False
            dataset = dataset.with_options(options)
        return original(dataset)

    tf.data.Dataset.__iter__ = untuned
