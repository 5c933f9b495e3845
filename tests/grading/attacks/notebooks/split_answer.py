# An answer split over two cells.
# loses: nothing


def hand_in(release, solved):
    place = next(number for number, cell in enumerate(solved["cells"]) if cell.get("id") == "answer-double")
    solved["cells"][place]["source"] = "def double(x):\n    return FACTOR * x"
    half = {"cell_type": "code", "metadata": {}, "source": "FACTOR = 2", "outputs": [], "execution_count": None}
    solved["cells"].insert(place, half)
    return solved
