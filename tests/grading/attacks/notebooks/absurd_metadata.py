# Metadata that is no dictionary, ids that are numbers, fields nested five hundred deep.
# loses: nothing


def hand_in(release, solved):
    nest = []
    for _ in range(500):
        nest = [nest]
    marks = {"nbgrader": {"grade_id": {"a": nest}, "points": "NaN", "solution": []}}
    absurd = [None, [], "x", 7, {"nbgrader": "yes"}, marks]
    for number, cell in enumerate(solved["cells"]):
        cell["metadata"] = absurd[number % len(absurd)]
        cell["id"] = number
    return solved | {"metadata": {"kernelspec": {"language": "R"}, "nest": nest}, "nbformat": -1}
