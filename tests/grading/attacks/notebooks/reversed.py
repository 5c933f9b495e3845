# All cells in the opposite order.
# loses: nothing


def hand_in(release, solved):
    solved["cells"].reverse()
    return solved
