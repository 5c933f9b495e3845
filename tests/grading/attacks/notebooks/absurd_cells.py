# Cells that are no cells, and code that does not parse, among those that are.
# loses: nothing


def hand_in(release, solved):
    absurd = [None, 7, [], {}, {"cell_type": "code"}, {"cell_type": "code", "source": {"a": 1}}, {"source": ["x", 1]}]
    absurd += [{"cell_type": "code", "source": "(" * 5000 + ")" * 5000}, {"cell_type": "code", "source": "x = (1"}]
    return solved | {"cells": [*absurd, *solved["cells"], *absurd]}
