# Open files and sockets without end.
# loses: nothing

# %% double
hoard = []


def double(x):
    with contextlib.suppress(OSError):
        while True:
            hoard.append(socket.socketpair())
    with contextlib.suppress(OSError):
        while True:
            hoard.append(open("/dev/null"))
    return 2 * x
