# A call that the exercise rules out, in a cell that is no plain Python because of a magic and a shell escape.
# loses: square


def hand_in(release, solved):
    for cell in solved["cells"]:
        if cell.get("id") == "answer-square":
            cell["source"] = "%matplotlib inline\n!true\n\ndef square(x):\n    return int(np.square(x))"
    return solved
