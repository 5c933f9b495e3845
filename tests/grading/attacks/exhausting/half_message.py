# A message that never ends: one byte every tenth of a second, so that something always comes.
# loses: last
# says: did not come back

# %% last
import signal


def last():
    signal.signal(signal.SIGALRM, signal.SIG_IGN)
    stream = session()
    stream.sendall(struct.pack(">Q", 100_000))
    while True:
        time.sleep(0.1)
        stream.sendall(b"\x91")
