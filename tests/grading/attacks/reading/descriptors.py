# Files that were open in the fork server: its control socket, the worker's pipes. Its own socket is all there is.
# loses: last
# says: found ['socket']

# %% last
def last():
    found = []
    for name in os.listdir("/proc/self/fd"):
        with contextlib.suppress(OSError):
            target = os.readlink(f"/proc/self/fd/{name}")
            if target != "/dev/null" and not target.startswith("/proc/"):
                found.append("socket" if target.startswith("socket") else target)
    raise ValueError(f"found {found}")
