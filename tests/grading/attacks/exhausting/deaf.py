# A loop that catches everything and ignores the alarm.
# loses: last
# says: did not come back

# %% last
import signal


def last():
    signal.signal(signal.SIGALRM, signal.SIG_IGN)
    while True:
        with contextlib.suppress(BaseException):
            time.sleep(1)
