# An answer cell twice, ids and all, the right one first: the last answer counts.
# loses: double


def hand_in(release, solved):
    cells = []
    for cell in solved["cells"]:
        cells.append(cell)
        if cell.get("id") == "answer-double":
            cells.append(cell | {"source": "def double(x):\n    return x"})
    return solved | {"cells": cells}
