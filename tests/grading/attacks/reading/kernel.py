# What the kernel knows of others: its log, the instructor's keys, tables of shared memory and message queues.
# loses: last
# says: found [] [0, 0, 0]

# %% last
def last():
    buffer = ctypes.create_string_buffer(4096)
    syslog, keyctl = (103, 250) if os.uname().machine == "x86_64" else (116, 219)
    calls = [
        (syslog, 3, buffer, 4096),
        (keyctl, 0, -3, 0),
        (keyctl, 6, -3, buffer, 4096),
        (keyctl, 11, -4, buffer, 4096),
    ]
    found = come_true(*[lambda call=call: LIBC.syscall(*call) >= 0 and f"{call[:2]}" for call in calls])
    tables = [open(f"/proc/sysvipc/{name}").read().count("\n") - 1 for name in ("shm", "sem", "msg")]
    raise ValueError(f"found {found} {tables}")
