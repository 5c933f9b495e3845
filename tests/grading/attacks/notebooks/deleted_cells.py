# All check cells deleted, and one answer.
# loses: letter


def hand_in(release, solved):
    gone = {cell.get("id") for cell in solved["cells"] if cell["source"].startswith("check(")} | {"answer-letter"}
    return solved | {"cells": [cell for cell in solved["cells"] if cell.get("id") not in gone]}
