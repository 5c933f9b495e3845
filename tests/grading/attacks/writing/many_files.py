# Files without end: each costs the machine memory that no limit on bytes counts.
# loses: last

# %% last
def last():
    os.mkdir("/dev/shm/nest")
    for number in range(10_000_000):
        os.close(os.open(f"/dev/shm/nest/{number}", os.O_CREAT))
    return "done"
