# A call that the exercise rules out, in a cell that IPython hands over as a text.
# loses: square


def hand_in(release, solved):
    for cell in solved["cells"]:
        if cell.get("id") == "answer-square":
            cell["source"] = "%%time\ndef square(x):\n    return int(np.square(x))"
    return solved
