# Memory without end in many processes, each within its own limit.
# loses: last
# says: used more than it may

# %% last
def last():
    for _ in range(10):
        if os.fork() == 0:
            hoard = [b"x" * 100_000_000 for _ in range(5)]
            time.sleep(60)
    time.sleep(2.5)
    raise ValueError("still here")
