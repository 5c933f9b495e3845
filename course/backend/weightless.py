"""Keras models as mere graphs: layers, shapes and counts, without the memory and the time their weights would take."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def graph_only() -> Iterator[None]:
    """Build models without creating their weights.

    In this scope VGG16 needs kilobytes in place of 553 MB; its layers, shapes and `count_params()` are as ever. It
    cannot be called on data. Outside, Keras would create what was left out at the next occasion (when it works out a
    `Lambda` layer's shape, for one); here it is told to forget it.

    Example:
        >>> with graph_only():
        ...     model = keras.applications.VGG16(weights=None)
        >>> model.count_params()
        138357544
    """
    import keras
    from keras.src.backend.common import global_state  # Keras has no public word for what is still to be created

    waiting = global_state.get_global_attribute("uninitialized_variables", [], set_to_default=True)
    before = len(waiting)
    try:
        with keras.StatelessScope(initialize_variables=False):
            yield
    finally:
        del waiting[before:]
