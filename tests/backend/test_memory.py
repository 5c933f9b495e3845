"""The peak of memory: never falls, and rises with what is held."""

from __future__ import annotations

import numpy as np

from course.backend.memory import peak_memory


def test_the_peak_rises_with_a_large_array():
    before = peak_memory()
    assert 0.01 < before < 1000
    held = np.ones(int((before + 0.25) * 2**30 / 8))
    after = peak_memory()
    del held
    assert after >= before + 0.2
    assert peak_memory() >= after
