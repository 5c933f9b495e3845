# Answers that live in cells the student added; the answers' own cells are stubs.
# loses: nothing


def hand_in(release, solved):
    empty = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    answers = [cell["source"] for cell in solved["cells"] if cell.get("id", "").startswith("answer-")]
    return release | {"cells": release["cells"] + [empty | {"source": source} for source in answers]}
