# An answer under another name is none.
# loses: double


def hand_in(release, solved):
    for cell in solved["cells"]:
        cell["source"] = cell["source"].replace("def double(", "def doppelt(")
    return solved
