# This process' own memory, a copy of the fork server's: the seed, the canaries, an earlier submission's words.
# loses: last
# says: found []

# %% last
import re
import signal


def last():
    signal.setitimer(signal.ITIMER_REAL, 0)  # it may take a little longer than a call should
    found = []
    memory = open("/proc/self/mem", "rb", buffering=0)
    for region in re.findall(
        r"^(\w+)-(\w+) rw.*\n(?:[A-Z].*\n)*?Rss: +[1-9]", open("/proc/self/smaps").read(), re.MULTILINE
    ):
        first, end = (int(address, 16) for address in region)
        with contextlib.suppress(OSError, OverflowError):
            memory.seek(first)
            while first < end and (chunk := memory.read(min(end - first, 1 << 22))):
                first += len(chunk)
                found += [name for name, (head, tail) in KNOWN["needles"].items() if _has(chunk, head, tail)]
    raise ValueError(f"found {sorted(set(found))}")


def _has(chunk, head, tail):
    """Say whether head and then tail, which is given backwards, are there: put together here, they would be found."""
    place = chunk.find(head)
    while place >= 0:
        after = chunk[place + len(head) : place + len(head) + len(tail)]
        if after[::-1] == tail:
            return True
        place = chunk.find(head, place + 1)
    return False
