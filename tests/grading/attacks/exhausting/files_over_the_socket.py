# Open files sent along with the messages: the examiner must not collect them.
# loses: double
# may lose: nothing

# %% double
def double(x):
    stream = session()
    for _ in range(200):
        with contextlib.suppress(OSError):
            socket.send_fds(stream, [b"\0"], [os.open("/dev/null", os.O_RDONLY)])
    return 2 * x
