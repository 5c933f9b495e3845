# Connections to listeners on this machine, by address and by abstract name, and sockets of rare kinds.
# loses: last
# says: found []

# %% last
def last():
    def reach(family, kind, address):
        with socket.socket(family, kind) as one:
            one.settimeout(0.3)
            one.connect(address)
            one.send(b"hello")
            return kind == socket.SOCK_STREAM and str(address)

    inet, inet6, unix = socket.AF_INET, socket.AF_INET6, socket.AF_UNIX
    stream, packets, port = socket.SOCK_STREAM, socket.SOCK_DGRAM, KNOWN["port"]
    attempts = [lambda kind=kind: reach(inet, kind, ("127.0.0.1", port)) for kind in (stream, packets)]
    attempts += [lambda: reach(inet6, stream, ("::1", port)), lambda: reach(unix, stream, KNOWN["abstract"])]
    attempts += [lambda path=path: reach(unix, stream, path) for path in ("/run/docker.sock", KNOWN["socket"])]
    attempts += [lambda family=family: socket.socket(family, packets) for family in (16, 17, 31, 38, 40)]
    raise ValueError(f"found {come_true(*attempts)}")
