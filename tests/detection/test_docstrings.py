"""What the docstrings of ``course.detection`` show is what comes out."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import course.detection

MODULES = [module.name for module in pkgutil.iter_modules(course.detection.__path__, "course.detection.")]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_are_true(name):
    failed, _ = doctest.testmod(importlib.import_module(name))
    assert failed == 0
