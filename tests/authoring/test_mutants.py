"""Finding answers to try, and trying them."""

from __future__ import annotations

from dataclasses import replace

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


CELLS = f"""# %% right loop
{RIGHT}

# %% wrong dilation_ignored
# The taps are neighbours.
# hint: dilation ignored
# of: loop
-     reach = 1 if padding == 'same' else dilation * (kernel_size - 1) + 1
+     reach = 1 if padding == 'same' else kernel_size

# %% wrong none
# Returns nothing.
# hint: is there a return
def conv_output_size(size, kernel_size, stride=1, padding='valid', dilation=1):
    pass
"""


@pytest.mark.parametrize("place", ["lab01/conv_output_size.py", "conv_output_size.py", "mine.py"])
def test_answers_of_an_exercise_share_a_file(tmp_path, place):
    path = write(tmp_path / place, CELLS)
    mutants = find_mutants(tmp_path)
    assert mutants == find_mutants(path)
    assert [str(mutant).removeprefix("lab01/conv_output_size/") for mutant in mutants] == [
        "right_loop",
        "wrong_dilation_ignored",
        "wrong_none",
    ]
    right, wrong, _ = mutants
    assert right.source == RIGHT.partition("\n")[2].strip()
    assert wrong.source == right.source.replace("dilation * (kernel_size - 1) + 1", "kernel_size")
    assert (wrong.says, wrong.hints) == ("The taps are neighbours.", ("dilation ignored",))
    assert wrong.is_told([result for result in try_mutant(wrong) if not result.passed])


def test_a_patch_of_the_solution_leaves_its_docstring_and_comments_out(tmp_path):
    patch = "# %% wrong base\n# Base ten.\n# hint: natural\n# of: solution\n- np.log(10)\n+ np.log10(10)\n"
    write(tmp_path / "lab01" / "initial_loss.py", patch)
    (mutant,) = find_mutants(tmp_path)
    assert mutant.source == "initial_loss = ...\ninitial_loss = np.log10(10)"


def test_every_hint_of_several_must_be_told(tmp_path):
    write(
        tmp_path / "conv_output_size.py", CELLS.replace("# hint: dilation", "# hint: d·(k − 1) + 1\n# hint: dilation")
    )
    _, mutant, _ = find_mutants(tmp_path)
    (result, *_) = (result for result in try_mutant(mutant) if not result.passed)
    assert mutant.is_told([result])
    assert not mutant.is_told([replace(result, hint="dilation ignored")])


def test_a_check_that_is_known_to_fail_can_run_first(tmp_path):
    write(tmp_path / "conv_output_size.py", CELLS)
    mutant = find_mutants(tmp_path)[0]
    names = [result.check for result in try_mutant(mutant)]
    assert [result.check for result in try_mutant(mutant, first=names[-1])] == [names[-1], *names[:-1]]


def test_hint_stands_in_the_second_line(tmp_path):
    write(tmp_path / "initial_loss" / "wrong_base.py", "# Base ten.\n# hint: natural logarithm\ninitial_loss = 1.0\n")
    (mutant,) = find_mutants(tmp_path)
    assert mutant.hints == ("natural logarithm",)
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
        ("notes.txt", "", "no wrong_*.py"),
        ("notes.py", "# %% [markdown]\n", "no wrong_*.py"),
        ("conv2d.py", CELLS.replace("%% wrong none", "%% wrong"), "'# %% wrong' begins no answer"),
        ("conv2d.py", CELLS.replace("%% wrong none", "%% wrong dilation_ignored"), "two cells are called"),
        ("conv2d.py", CELLS.replace("of: loop", "of: table"), "no such right answer; there are: loop, solution"),
        ("conv2d.py", CELLS.replace("-     reach", "-     far"), "wrong dilation_ignored, '# of: loop': "),
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
