# Memory without end in one process.
# loses: last

# %% last
def last():
    hoard = []
    while True:
        hoard.append(bytearray(50_000_000))
