"""Keras models as mere graphs: layers, shapes and counts, without the memory and the time their weights would take."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def graph_only() -> Iterator[None]:
    """Build models without creating their weights.

    In this scope VGG16 needs kilobytes in place of 553 MB; its layers, shapes and ``count_params()`` are as always. It
    cannot be called on data. Outside of the scope, Keras would create the omitted weights at the next occasion (such as
    when it works out a ``Lambda`` layer's shape); this scope removes them from Keras' list at its end.

    Example:
        >>> with graph_only():
        ...     model = keras.applications.VGG16(weights=None)
        >>> model.count_params()
        138357544
    """
    import keras
    from keras.src.backend.common import global_state  # Keras has no public name for weights still to be created

    waiting = global_state.get_global_attribute("uninitialized_variables", [], set_to_default=True)
    before = len(waiting)
    try:
        with keras.StatelessScope(initialize_variables=False):
            yield
    finally:
        del waiting[before:]
