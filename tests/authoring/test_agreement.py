"""A source that does not fit its checks is refused, with the cell and what to write."""

from __future__ import annotations

import pytest

from course.authoring.build import build_lab, built_solution
from course.authoring.release import release_notebook
from course.authoring.source import SourceError

WHICH_CHECK = '# %% tags=["check:which"]\ncheck("which")\n'


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (WHICH_CHECK, "", "exercise 'which' has checks, but no cell is tagged check:which"),
        (WHICH_CHECK, WHICH_CHECK.replace("which", "what"), "the lab's checks have no exercise 'what'"),
        (WHICH_CHECK, WHICH_CHECK.replace('check("which")', "print(1)"), 'must be just check("which")'),
        (
            'which = ...  # "a" or "b"\n### BEGIN SOLUTION\nwhich = "b"\n### END SOLUTION',
            "which = 1",
            "has no solution",
        ),
        ("    ### END SOLUTION", "", "its marks do not pair"),
        ("    ### END SOLUTION", "    ### BEGIN SOLUTION", "its marks do not pair"),
        ('# %% tags=["answer:which"]', "# %%", "so the solution would be handed out"),
        ('# %% tags=["answer:which"]', "# %%", "no answer cell above it defines 'which'"),
        ("import os\n", "import os\n# %pip install x\n", "is no plain Python"),
        ("# ### BEGIN SOLUTION\n# Because once is not enough.\n# ### END SOLUTION\n", "# ?\n", "has no solution"),
    ],
)
def test_what_does_not_fit_is_refused(tiny, rewrite, old, new, complaint):
    rewrite(tiny.source, old, new)
    with pytest.raises(SourceError) as error:
        built_solution(tiny)
    assert complaint in str(error.value)
    assert "lab90_tiny.py" in str(error.value)


def test_every_problem_is_told_at_once(tiny, rewrite):
    rewrite(tiny.source, WHICH_CHECK, "")
    rewrite(tiny.source, "    ### END SOLUTION", "")
    with pytest.raises(SourceError) as error:
        built_solution(tiny)
    assert len(str(error.value).splitlines()) == 2


def test_the_lab_must_still_name_the_exercise(tiny, rewrite):
    rewrite(tiny.source, 'which = ...  # "a" or "b"\n', "")
    with pytest.raises(SourceError, match="cell answer-which: nothing above the solution defines 'which'"):
        release_notebook(built_solution(tiny))


def test_missing_checks_are_told(tiny):
    tiny.checks.unlink()
    with pytest.raises(SourceError, match=r"write them in test_lab90\.py"):
        built_solution(tiny)


def test_checks_that_cannot_be_imported_are_told(tiny):
    tiny.checks.write_text("import nothing_of_this_name\n")
    with pytest.raises(SourceError, match=r"test_lab90\.py cannot be imported: ModuleNotFoundError"):
        built_solution(tiny)


def test_nothing_is_written_for_a_source_that_is_refused(tiny, rewrite):
    rewrite(tiny.source, WHICH_CHECK, "")
    with pytest.raises(SourceError):
        build_lab(tiny, execute=True)
    assert not tiny.release.exists()
    assert not tiny.solution.exists()
