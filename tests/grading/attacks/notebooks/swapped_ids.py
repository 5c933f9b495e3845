# The ids of two answers swapped: what a cell defines says whose it is.
# loses: nothing


def hand_in(release, solved):
    one, other = (next(c for c in solved["cells"] if c.get("id") == f"answer-{name}") for name in ("double", "last"))
    one["id"], other["id"] = other["id"], one["id"]
    one["metadata"], other["metadata"] = other["metadata"], one["metadata"]
    return solved
