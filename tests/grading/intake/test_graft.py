from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.grading.intake.graft import MAX_CELLS, graft, named_lab
from course.grading.records import Program
from tests.grading.small_notebook import (
    ANSWERS,
    CONSTANTS,
    SETUP,
    SHOW,
    STUBS,
    TRAIN,
    answer,
    check,
    code,
    lab,
    notebook,
    release,
    text,
    written,
)


def grafted(*cells: dict) -> Program:
    return graft(release(), notebook(*cells))


def namespace(program: Program) -> dict:
    """Run a program's cells that this process can run, as the sandbox would; return what they define."""
    names: dict = {}
    for cell in program.cells:
        try:
            exec(cell.source, names)
        except Exception as error:
            names.setdefault("errors", []).append(f"{cell.label}: {type(error).__name__}")
    return names


def sources(program: Program, role: str) -> list[str]:
    return [cell.source for cell in program.cells if cell.role == role]


def replaced(cell_id: str, *cells: dict) -> dict:
    """Return the solved lab with one of its cells replaced."""
    solved = lab(ANSWERS)
    position = [cell["id"] for cell in solved["cells"]].index(cell_id)
    solved["cells"][position : position + 1] = list(cells)
    return solved


def stripped(content: dict) -> dict:
    """Return a notebook without any metadata or cell id, as exports leave it."""
    for cell in content["cells"]:
        cell["metadata"] = {}
        cell.pop("id", None)
    return content


def test_the_solved_lab_runs_setup_and_answers_in_order():
    program = graft(release(), lab(ANSWERS, "Because.\n"))
    assert [cell.source for cell in program.cells] == [
        SETUP,
        ANSWERS["conv2d"],
        ANSWERS["pool"],
        ANSWERS["why"],
        CONSTANTS,
        ANSWERS["build_cnn"],
    ]
    assert [cell.label for cell in program.cells if cell.role == "answer"] == list(ANSWERS)
    assert program.answers == ANSWERS
    assert program.written == {"reason": "Because."}
    assert program.written_points == {"reason": 2.0}
    assert program.notes == ()


def test_the_untouched_lab_has_no_answers():
    program = graft(release(), release())
    assert sources(program, "answer") == list(STUBS.values())
    assert program.answers == {}
    assert program.written == {"reason": ""}


def test_colab_and_vs_code_strip_metadata_and_ids():
    program = graft(release(), stripped(lab(ANSWERS, "Because.")))
    assert program.answers == ANSWERS
    assert sources(program, "setup") == [SETUP, CONSTANTS]
    assert sources(program, "added") == []
    assert program.written == {"reason": "Because."}


def test_ids_that_moved_into_the_metadata_are_found():
    solved = lab(ANSWERS)
    for cell in solved["cells"]:
        cell["metadata"] = {"id": cell.pop("id")}
    assert graft(release(), solved).answers == ANSWERS


def test_skip_execution_and_foreign_tags_do_nothing():
    solved = lab(ANSWERS)
    for cell in solved["cells"]:
        cell["metadata"]["tags"] = ["train", "skip-execution"]
    assert graft(release(), solved).answers == ANSWERS


def test_edited_check_training_and_demonstration_cells_do_not_run():
    solved = lab(ANSWERS)
    for cell in solved["cells"]:
        if cell["id"].startswith("check-") or cell["source"] in (TRAIN, SHOW):
            cell["source"] = "check = lambda name: 100.0\nwhile True: pass"
    program = graft(release(), solved)
    assert not any("while" in cell.source for cell in program.cells)


def test_what_an_edited_demonstration_cell_defines_still_counts():
    shown = code("def helper(x):\n    return 3\n\nplt.imshow(helper(1))", "convolution--2", ["show"])
    program = graft(release(), replaced("convolution--2", shown))
    assert namespace(program)["helper"](0) == 3
    assert not any("imshow" in cell.source for cell in program.cells)


def test_an_edited_setup_cell_keeps_its_imports_and_the_labs_names_win():
    edited = code("import numpy as np\nimport math\nSIZE = 5\nEXTRA = math.pi", "training--1")
    program = graft(release(), replaced("training--1", edited))
    names = namespace(program)
    assert (names["SIZE"], round(names["EXTRA"])) == (28, 3)


def test_a_deleted_setup_cell_is_restored():
    solved = lab(ANSWERS)
    solved["cells"] = [cell for cell in solved["cells"] if cell["source"] != SETUP]
    assert graft(release(), solved).cells[0].source == SETUP


def test_a_comment_in_a_setup_cell_changes_nothing():
    program = graft(release(), replaced("training--1", code(f"# mine\n{CONSTANTS}", "training--1")))
    assert sources(program, "added") == []


def test_an_answer_in_a_new_cell_below_its_stub_counts_and_the_stub_is_dropped():
    program = graft(release(), replaced("answer-why", answer("why", STUBS["why"]), code(ANSWERS["why"])))
    assert STUBS["why"] not in [cell.source for cell in program.cells]
    assert program.answers == ANSWERS
    assert [cell.label for cell in program.cells if cell.source == ANSWERS["why"]] == ["why"]
    assert any("was added" in note for note in program.notes)


def test_an_answer_above_its_stub_counts():
    program = graft(release(), replaced("answer-conv2d", code(ANSWERS["conv2d"]), answer("conv2d", STUBS["conv2d"])))
    assert namespace(program)["conv2d"](2, 3) == 6


def test_a_stub_that_was_only_commented_is_still_a_stub():
    commented = answer("conv2d", STUBS["conv2d"] + "  # hm")
    program = graft(release(), replaced("answer-conv2d", code(ANSWERS["conv2d"]), commented))
    assert namespace(program)["conv2d"](2, 3) == 6


def test_one_function_of_a_stub_answered_elsewhere_leaves_the_other_in_place():
    half = "def pool(image):\n    return 7\n\n\ndef unpool(image):\n    raise NotImplementedError"
    above = code("def unpool(image):\n    return 8")
    names = namespace(graft(release(), replaced("answer-pool", above, answer("pool", half))))
    assert (names["pool"](0), names["unpool"](0)) == (7, 8)


def test_a_raise_left_behind_an_answer_does_not_make_it_a_stub():
    source = "def conv2d(image, kernel):\n    return image * kernel\n    raise NotImplementedError()"
    program = graft(release(), replaced("answer-conv2d", answer("conv2d", source)))
    assert namespace(program)["conv2d"](2, 3) == 6


def test_of_duplicated_answers_the_last_one_that_is_no_stub_wins():
    cells = [answer("why", f"why = {value!r}") for value in ("first", "second")]
    program = graft(release(), replaced("answer-why", *cells, answer("why", STUBS["why"])))
    assert namespace(program)["why"] == "second"
    assert program.answers["why"] == "why = 'second'"
    assert any("2 cells answer why" in note for note in program.notes)


def test_a_function_written_again_below_its_check_wins():
    solved = lab(ANSWERS)
    solved["cells"].append(code("def conv2d(image, kernel):\n    return 'better'"))
    program = graft(release(), solved)
    assert namespace(program)["conv2d"](2, 3) == "better"
    assert "better" in program.answers["conv2d"]


@pytest.mark.parametrize("scratch", ["why = 7\nother = 8", "for why in range(3): pass", "conv2d = why = other = None"])
def test_a_name_used_for_something_else_below_its_check_costs_nothing(scratch):
    solved = lab(ANSWERS)
    solved["cells"].append(code(scratch))
    program = graft(release(), solved)
    names = namespace(program)
    assert (names["why"], names["conv2d"](2, 3)) == ("it sees more", 6)
    assert program.answers == ANSWERS
    assert any("for something else" in note for note in program.notes)
    assert len({cell.label for cell in program.cells}) == len(program.cells)


def test_a_value_assigned_again_above_its_check_wins():
    program = graft(release(), replaced("answer-why", answer("why", ANSWERS["why"]), code("why = 'later'")))
    assert namespace(program)["why"] == "later"
    assert program.answers["why"] == "why = 'later'"


def test_a_split_answer_runs_whole():
    first = answer("pool", "def pool(image):\n    return 7")
    second = answer("pool", "def unpool(image):\n    return 8")
    names = namespace(graft(release(), replaced("answer-pool", first, second)))
    assert (names["pool"](0), names["unpool"](0)) == (7, 8)


def test_merged_answers_count_for_both_exercises():
    merged = answer("conv2d", f"{ANSWERS['conv2d']}\n\n\n{ANSWERS['why']}")
    solved = replaced("answer-conv2d", merged)
    solved["cells"] = [cell for cell in solved["cells"] if cell["id"] != "answer-why"]
    program = graft(release(), solved)
    names = namespace(program)
    assert (names["conv2d"](2, 3), names["why"]) == (6, "it sees more")
    assert set(program.answers) == set(ANSWERS)


def test_swapped_ids_are_seen_through():
    solved = lab(ANSWERS)
    by_id = {cell["id"]: cell for cell in solved["cells"]}
    for one, other in (("answer-conv2d", "check-conv2d"), ("answer-pool", "answer-why"), ("lab--2", "training--2")):
        first, second = by_id[one], by_id[other]
        first["id"], second["id"] = second["id"], first["id"]
        first["metadata"], second["metadata"] = second["metadata"], first["metadata"]
    program = graft(release(), solved)
    assert program.answers == ANSWERS
    assert sources(program, "answer") == list(ANSWERS.values())
    assert sources(program, "setup") == [SETUP, CONSTANTS]


def test_a_renamed_function_is_taken_by_position():
    source = "def my_conv(image, kernel):\n    return image * kernel"
    program = graft(release(), stripped(replaced("answer-conv2d", code(source))))
    assert program.answers["conv2d"] == source
    assert any("because of its position" in note for note in program.notes)


def test_an_answer_that_does_not_parse_stays_the_answer():
    source = "def conv2d(image, kernel:\n    return image"
    for solved in (
        replaced("answer-conv2d", answer("conv2d", source)),
        stripped(replaced("answer-conv2d", code(source))),
    ):
        program = graft(release(), solved)
        assert program.answers["conv2d"] == source
        assert STUBS["conv2d"] not in [cell.source for cell in program.cells]


def test_magics_do_not_hide_what_a_cell_defines():
    source = f"%%time\n!pip install einops\n%matplotlib inline\n{ANSWERS['conv2d']}\nconv2d?"
    program = graft(release(), stripped(replaced("answer-conv2d", code(source))))
    assert program.answers["conv2d"] == source


def test_helpers_run_where_they_stand():
    solved = lab(ANSWERS)
    solved["cells"].insert(4, code("HELP = 1"))
    program = graft(release(), solved)
    assert [cell.source for cell in program.cells][1:3] == [ANSWERS["conv2d"], "HELP = 1"]
    assert program.cells[2].label == "cell 5"


def test_a_helper_directly_above_an_answer_that_moved_moves_with_it():
    solved = lab(ANSWERS)
    solved["cells"] = [cell for cell in solved["cells"] if cell["id"] != "answer-conv2d"]
    solved["cells"] += [code("K = 5"), code("def conv2d(image, kernel=K):\n    return kernel")]
    assert namespace(graft(release(), solved))["conv2d"](0) == 5


def test_copies_of_the_labs_own_cells_are_dropped():
    solved = lab(ANSWERS)
    solved["cells"] += [code(TRAIN), code(f" {SHOW} \n"), check("conv2d"), code(SETUP)]
    assert graft(release(), solved).cells == graft(release(), lab(ANSWERS)).cells


def test_an_answer_whose_cell_became_markdown_is_read_as_code():
    cell = answer("conv2d", ANSWERS["conv2d"]) | {"cell_type": "raw"}
    program = graft(release(), replaced("answer-conv2d", cell))
    assert program.answers == ANSWERS
    assert any("no code cell" in note for note in program.notes)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([written("Mine.")], "Mine."),
        ([written(), text("Below it.")], "Below it."),
        ([written("Mine."), text("And more.")], "Mine.\n\nAnd more."),
        ([text("No ids.")], "No ids."),
        ([written("Mine.") | {"cell_type": "code"}], "Mine."),
        ([written("Once."), written("Twice.")], "Twice."),
        ([], ""),
    ],
)
def test_written_answers_are_found(cells, expected):
    assert graft(release(), replaced("written-reason", *cells)).written == {"reason": expected}


def test_windows_line_ends_and_lists_of_lines():
    solved = lab(ANSWERS)
    for cell in solved["cells"]:
        cell["source"] = [line.replace("\n", "\r\n") for line in cell["source"].splitlines(keepends=True)]
    assert graft(release(), solved).cells == graft(release(), lab(ANSWERS)).cells


def test_labels_are_unique():
    program = grafted(*[answer("why", f"why = {n}") for n in range(9)], *[code(f"x = {n}") for n in range(9)])
    labels = [cell.label for cell in program.cells]
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize(
    "cell",
    [
        {"cell_type": "code", "source": "(" * 50_000},
        {"cell_type": "code", "source": "x" + ".a" * 90_000},
        {"cell_type": "code", "source": "-" * 150_000 + "1"},
        {"cell_type": "code", "source": "[" * 90 + "]" * 90},
        {"cell_type": "code", "source": "x = 1\0"},
        {"cell_type": "code", "source": "\ud800 = 1"},
        {"cell_type": "code", "source": "=" * 400_000},
        {"cell_type": "code", "source": "a=" * 99_000 + "1"},
        {"cell_type": "code", "source": " ".join(["lambda:"] * 20_000)},
    ],
    ids=["parentheses", "attributes", "minuses", "lists", "nul", "surrogate", "equals", "assignments", "lambdas"],
)
def test_sources_made_to_break_parsers(cell):
    solved = lab(ANSWERS)
    solved["cells"].append(cell)
    start = time.perf_counter()
    assert graft(release(), solved).answers == ANSWERS
    assert time.perf_counter() - start < 10


def test_a_hundred_thousand_cells_are_not_all_read():
    solved = lab(ANSWERS)
    solved["cells"] += [code(f"x{n} = {n}") for n in range(100_000)]
    start = time.perf_counter()
    program = graft(release(), solved)
    assert time.perf_counter() - start < 10
    assert program.answers == ANSWERS
    assert len(program.cells) < MAX_CELLS
    assert any("100,015 cells" in note for note in program.notes)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)
GRADE_IDS = st.sampled_from([*ANSWERS, "reason", "check-conv2d"])
SOURCES = st.sampled_from([*ANSWERS.values(), *STUBS.values(), SETUP, TRAIN, SHOW, "def conv2d(", "%%time\nwhy = 1"])
ODD_CELLS = st.fixed_dictionaries(
    {},
    optional={
        "cell_type": st.sampled_from(["code", "markdown", "raw"]) | JSON,
        "source": SOURCES | st.lists(SOURCES | JSON, max_size=3) | JSON,
        "id": st.sampled_from(["answer-conv2d", "check-pool", "lab--2"]) | JSON,
        "metadata": JSON
        | st.fixed_dictionaries(
            {"nbgrader": JSON | st.fixed_dictionaries({"grade_id": GRADE_IDS | JSON})}, optional={"tags": JSON}
        ),
        "outputs": JSON,
    },
)


@given(JSON | st.fixed_dictionaries({"cells": JSON | st.lists(ODD_CELLS | JSON, max_size=12)}))
@settings(max_examples=150, deadline=None)
def test_any_json_gives_a_program(content):
    program = graft(release(), content)
    json.dumps([program.written, program.written_points, program.notes, program.answers])
    assert sources(program, "setup") == [SETUP, CONSTANTS]
    labels = [cell.label for cell in program.cells]
    assert len(labels) == len(set(labels))


@st.composite
def mistreated(draw) -> dict:
    """The solved lab, mistreated in ways that leave its answers whole."""
    solved = lab(ANSWERS, "Because.")
    cells = []
    for cell in solved["cells"]:
        is_answer = cell["source"] in ANSWERS.values()
        copies = 1 if is_answer or cell["id"] == "written-reason" else draw(st.sampled_from([0, 1, 1, 1, 2]))
        cells += [json.loads(json.dumps(cell)) for _ in range(copies)]
    extras = [code("scratch = 1"), text("A remark"), code(""), code("print(")]
    extras += [answer(name, stub) for name, stub in STUBS.items()] + [code(stub) for stub in STUBS.values()]
    cells += draw(st.lists(st.sampled_from(extras), max_size=4)) if draw(st.booleans()) else []
    if draw(st.booleans()):
        cells = draw(st.permutations(cells))
    cells = [dict(cell) for cell in cells]
    for cell in cells:
        if draw(st.booleans()):
            cell.pop("id", None)
        if draw(st.booleans()):
            cell["metadata"] = draw(st.sampled_from([{}, [], None, {"tags": ["show"]}, {"nbgrader": 7}]))
    return solved | {"cells": cells}


@given(mistreated())
@settings(max_examples=150, deadline=None)
def test_answers_survive_what_programs_and_students_do_to_notebooks(content):
    program = graft(release(), content)
    has_stubs = any(cell["source"] in STUBS.values() for cell in content["cells"])
    in_order = sorted if has_stubs else list  # an answer apart from its stub stays where the student put it
    assert in_order(sources(program, "answer")) == in_order(ANSWERS.values())
    assert program.answers == ANSWERS
    assert sources(program, "setup") == [SETUP, CONSTANTS]
    assert {source.strip() for source in sources(program, "added")} <= {"scratch = 1", "print(", "import itertools"}
    assert {name: namespace(program)[name] for name in ("why", "SIZE")} == {"why": "it sees more", "SIZE": 28}


def test_quick_enough():
    solved = lab(ANSWERS)
    start = time.process_time()
    for _ in range(20):
        graft(release(), solved)
    assert (time.process_time() - start) / 20 < 0.1


@pytest.mark.parametrize("kind", ["markdown", "raw"])
@pytest.mark.parametrize("has_ids", [True, False])
def test_an_answer_turned_into_text_is_found_again(kind, has_ids):
    solved = lab(ANSWERS) if has_ids else stripped(lab(ANSWERS))
    for cell in solved["cells"]:
        if cell["source"] in ANSWERS.values():
            cell["cell_type"] = kind
    program = graft(release(), solved)
    assert program.answers == ANSWERS
    assert namespace(program)["conv2d"](2, 3) == 6
    assert sum("is no code cell" in note for note in program.notes) == len(ANSWERS)


def test_prose_is_no_answer():
    program = graft(release(), stripped(replaced("answer-conv2d", text("conv2d is a *function*"), text("why not?"))))
    assert "conv2d" not in program.answers
    assert not any("is no code cell" in note for note in program.notes)


def test_another_labs_notebook_is_named():
    ours, theirs = (notebook(code(f'check = course.checker("{name}", globals())')) for name in ("lab01", "lab02"))
    assert named_lab(ours) == "lab01"
    assert graft(ours, ours).notes == ()
    assert any("it is the notebook of lab02, and was graded as lab01" in note for note in graft(ours, theirs).notes)


@pytest.mark.parametrize(
    "cells",
    [
        [code("x = " + " " * 30_000)] * 20,
        [code("x\n" * 50_000)] * 20,
        [code("a," * 50_000)] * 10,
        [code("!(\n" * 400)] * 100,
        [code("conv2d = 0x" + "f" * 5_000)],
    ],
    ids=["blanks", "statements", "names", "magics", "digits"],
)
def test_hostile_cells_take_seconds_and_no_more(cells):
    start = time.process_time()
    graft(release(), notebook(*cells))
    assert time.process_time() - start < 20
