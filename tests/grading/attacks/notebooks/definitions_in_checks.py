# An answer defined anew in a later exercise's check cell: the last definition counts, as it would in a notebook.
# loses: double


def hand_in(release, solved):
    for cell in solved["cells"]:
        if cell.get("id") == "check-last":
            cell["source"] = "def double(x):\n    return x\ncheck('last')"
    return solved
