# The fork server's memory and name, by every way to write into another process.
# loses: last
# says: found []

# %% last
def last():
    vector = (ctypes.c_void_p * 2)(ctypes.addressof(ctypes.create_string_buffer(8)), 8)
    attempts = [
        lambda: open("/proc/1/mem", "r+b") and "mem",
        lambda: called("process_vm_writev", 1, vector, 1, vector, 1, 0),
        lambda: called("process_vm_readv", 1, vector, 1, vector, 1, 0),
        lambda: called("ptrace", 16, 1, 0, 0),
        lambda: called("ptrace", 0x4206, 1, 0, 0),
        lambda: wrote("/proc/1/clear_refs", b"1"),
        lambda: wrote("/proc/1/comm", b"mine"),
        lambda: wrote("/proc/1/oom_score_adj", b"1000"),
        lambda: wrote("/proc/1/timerslack_ns", b"1000000000"),
        lambda: wrote("/proc/1/autogroup", b"19"),
    ]
    raise ValueError(f"found {come_true(*attempts)}")
