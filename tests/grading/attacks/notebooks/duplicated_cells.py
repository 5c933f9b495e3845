# An answer cell twice, ids and all, the wrong one first, and every check cell twice: the last answer counts.
# loses: nothing


def hand_in(release, solved):
    cells = []
    for cell in solved["cells"]:
        if cell.get("id") == "answer-double":
            cells.append(cell | {"source": "def double(x):\n    return x"})
        cells += [cell, cell] if cell["source"].startswith("check") else [cell]
    return solved | {"cells": cells}
