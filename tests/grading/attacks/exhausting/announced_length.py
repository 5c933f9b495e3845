# Messages announced with more bytes than there are in the world.
# loses: double last

# %% double
def double(x):
    session().sendall(struct.pack(">Q", 1 << 62))
    return 2 * x


# %% last
def last():
    session().sendall(struct.pack(">Q", (1 << 64) - 1) + b"x" * 100_000)
    return "done"
