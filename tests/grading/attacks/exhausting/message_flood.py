# Messages without end while the cells run, so that the cells are never done.
# loses: nothing

# %%
import msgpack

body = msgpack.packb(["CellStarted", 0])
stream = session()
while True:
    stream.sendall((struct.pack(">Q", len(body)) + body) * 1000)
