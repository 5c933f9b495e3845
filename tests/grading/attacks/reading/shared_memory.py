# Memory that forks share with their fork server, where one submission could leave the next a message.
# loses: last
# says: found []

# %% last
def last():
    def writable(fields):
        first, end = (int(address, 16) for address in fields[0].split("-"))
        return called("mprotect", ctypes.c_void_p(first), ctypes.c_size_t(end - first), 3) and fields

    regions = [line.split() for line in open("/proc/self/maps")]
    shared = [lambda fields=fields: writable(fields) for fields in regions if fields[1][3] == "s"]
    raise ValueError(f"found {come_true(*shared)}")
