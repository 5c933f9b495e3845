"""How long the end of an epoch takes with tf.data as it comes, and with :mod:`course.backend.tf_data`."""

from __future__ import annotations

import multiprocessing
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from rich.table import Table

SECONDS = 6.2  # of an epoch: a nap of the tuning thread ends 5.11 s after its start, the next one at 10.23 s


@dataclass(frozen=True)
class Epochs:
    """Epochs of one small network, trained on arrays.

    Attributes:
        tuned: Whether tf.data was left as it comes.
        seconds: Of each epoch.
        waited: Of those, after the last batch.
    """

    tuned: bool
    seconds: list[float]
    waited: list[float]


def measure(epochs: int) -> list[Epochs]:
    """Train in a process with tf.data as it comes, and in one without its tuning, ``epochs`` each."""
    runs = []
    for tuned in (True, False):
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
            runs.append(pool.submit(_train, tuned, epochs).result())
    return runs


def table(runs: list[Epochs]) -> Table:
    """Return a row a run."""
    shown = Table(title="Epochs: seconds, and of them after the last batch")
    for heading in ("tf.data", "epochs", "seconds", "waited", "waited more than half a second"):
        shown.add_column(heading, justify="left" if heading == "tf.data" else "right")
    for run in runs:
        long = sum(waited > 0.5 for waited in run.waited)
        name = "as it comes" if run.tuned else "course.backend.tf_data"
        count, seconds, waited = len(run.seconds), sum(run.seconds), sum(run.waited)
        shown.add_row(name, str(count), f"{seconds:.1f}", f"{waited:.1f}", f"{long} of {count}")
    return shown


def _train(tuned: bool, epochs: int) -> Epochs:
    import keras
    import numpy as np
    from keras import layers

    from course.backend.tf_data import without_tuning

    if not tuned:
        without_tuning()
    same = {"padding": "same", "activation": "relu"}
    network = [layers.Conv2D(32, 3, **same), layers.Conv2D(32, 3, **same), layers.GlobalAveragePooling2D()]
    model = keras.Sequential([*network, layers.Dense(1)])
    model.compile("sgd", "mse", jit_compile=False)
    last = []
    watch = keras.callbacks.LambdaCallback(on_train_batch_end=lambda batch, logs: last.append(time.perf_counter()))

    def epoch(steps: int) -> tuple[float, float]:
        images = np.zeros((64 * steps, 32, 32, 3), "float32")
        start = time.perf_counter()
        model.fit(images, np.zeros((len(images), 1)), batch_size=64, verbose=0, callbacks=[watch])
        end = time.perf_counter()
        return end - start, end - last[-1]

    epoch(2)  # compiles
    steps = int(np.ceil(SECONDS / (epoch(20)[0] / 20)))
    seconds, waited = zip(*(epoch(steps) for _ in range(epochs)))
    return Epochs(tuned, list(seconds), list(waited))
