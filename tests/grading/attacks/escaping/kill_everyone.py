# SIGKILL to all that can be reached, from a process outside the session's group.
# loses: double last

# %% double
import signal


def double(x):
    if os.fork() == 0:
        os.setsid()
        os.kill(-1, signal.SIGKILL)
        os._exit(0)
    time.sleep(1)


# %% last
def last():
    os.kill(-1, signal.SIGKILL)
    os.kill(os.getpid(), signal.SIGKILL)
