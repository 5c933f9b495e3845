"""The benchmarks of training run the labs' own solutions: what they change in them must stand there."""

from __future__ import annotations

import pytest

from benchmarks import training


@pytest.mark.parametrize(
    ("lab", "changes"),
    [
        ("lab07", training.BLOOD_SEEDS),
        ("lab08", {training.SEED: "SEED = 7"}),
        ("lab08", {training.EPOCHS[0]: training.EPOCHS[1].format(2)}),
    ],
)
def test_what_the_benchmark_changes_stands_in_the_lab_once(lab, changes):
    text = "\n".join(cell.source for cell in training.changed_cells(lab, changes))
    for old, new in changes.items():
        assert text.count(new) == 1
        assert old not in text


def test_what_does_not_stand_there_is_refused():
    with pytest.raises(ValueError, match="says it 0 times"):
        training.changed_cells("lab08", {"SEED = 123456": "SEED = 1"})


def test_a_lab_runs_until_a_name_is_defined():
    found = training.run_lab("lab08", {training.SEED: "SEED = 7"}, "SEED", {"seed": "SEED", "scale": "SCALE"})
    assert found == {"seed": 7, "scale": "laptop"}


def test_the_table_has_a_row_per_training_and_one_for_seeds_alike():
    runs = [
        training.Run(training.DIGITS, 0, 4, 5.0, 0.8, 0.7),
        training.Run(training.DIGITS, 1, 4, 6.0, 0.9, 0.8),
        training.Run(training.BLOOD, 0, 4, 1.5, 0.8, float("nan")),
    ]
    table = training.table(runs)
    assert table.row_count == 4
    assert [list(column.cells)[-1] for column in table.columns[3:]] == ["5.5 ± 0.7", "0.850 ± 0.071", "0.750 ± 0.071"]
