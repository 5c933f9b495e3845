# A process that stops itself while a child keeps its socket open.
# loses: last
# says: did not come back

# %% last
import signal


def last():
    if os.fork():
        os.kill(os.getpid(), signal.SIGSTOP)
    time.sleep(600)
