"""Finding answers to try, and trying them."""

from __future__ import annotations

import pytest

from course.authoring.mutants import MutantError, find_mutants, try_mutant

RIGHT = "# Counts in a loop.\ndef conv_output_size(size, kernel_size, stride=1, padding='valid', dilation=1):\n"
RIGHT += "    reach = 1 if padding == 'same' else dilation * (kernel_size - 1) + 1\n"
RIGHT += "    return len(range(0, size - reach + 1, stride))\n"


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("place", ["lab01/conv_output_size", "conv_output_size", "mine", ""])
def test_exercise_is_found_from_the_folder_or_the_names_defined(tmp_path, place):
    write(tmp_path / place / "right_loop.py", RIGHT)
    (mutant,) = find_mutants(tmp_path)
    assert (mutant.lab, mutant.exercise, mutant.is_right) == ("lab01", "conv_output_size", True)
    assert mutant.says == "Counts in a loop."
    assert all(result.passed for result in try_mutant(mutant))


def test_hint_stands_in_the_second_line(tmp_path):
    write(tmp_path / "initial_loss" / "wrong_base.py", "# Base ten.\n# hint: natural logarithm\ninitial_loss = 1.0\n")
    (mutant,) = find_mutants(tmp_path)
    assert mutant.hint == "natural logarithm"
    (result,) = try_mutant(mutant)
    assert result.status == "failed"
    assert "natural logarithm" in result.hint


def test_what_an_exercise_rules_out_costs_its_points(tmp_path):
    source = (
        "# Asks Keras.\nimport keras.ops as k\ndef conv2d(image, kernels, bias, **rest):\n    return k.conv(image)\n"
    )
    write(tmp_path / "conv2d" / "wrong_keras.py", source)
    (mutant,) = find_mutants(tmp_path)
    results = list(try_mutant(mutant))
    assert {result.status for result in results} == {"forbidden"}
    assert "keras.ops.conv" in results[0].hint


def test_solution_does_not_answer_in_place_of_the_mutant(tmp_path):
    write(tmp_path / "conv2d" / "wrong_name.py", "# Under another name.\ndef convolve(image):\n    return image\n")
    (mutant,) = find_mutants(tmp_path)
    assert {result.status for result in try_mutant(mutant)} == {"missing"}


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("conv2d/wrong_silent.py", "conv2d = None\n", "first line must be a comment"),
        ("conv2d/wrong_empty.py", "#\nconv2d = None\n", "first line must be a comment"),
        ("mine/wrong_nothing.py", "# Defines nothing.\nx = 1\n", "belongs to: none"),
        ("mine/wrong_two.py", "# Two at once.\nconv2d = max_pool2d = None\n", "lab01/conv2d, lab01/max_pool2d"),
        ("notes.txt", "", "holds no wrong_*.py"),
    ],
)
def test_a_file_that_cannot_be_tried_is_named(tmp_path, name, text, message):
    write(tmp_path / name, text)
    with pytest.raises(MutantError) as error:
        find_mutants(tmp_path)
    assert message in str(error.value)


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(MutantError, match="no such folder"):
        find_mutants(tmp_path / "elsewhere")
