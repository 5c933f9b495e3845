# Process 1, from which this one was forked: its memory, files and links; and any process beside it.
# loses: last
# says: found []

# %% last
def last():
    files = ("mem", "maps", "smaps", "environ", "auxv", "stack", "syscall", "pagemap", "io")
    reads = [lambda name=name: open(f"/proc/1/{name}", "rb").read(64) and name for name in files]
    links = [lambda name=name: os.readlink(f"/proc/1/{name}") for name in ("exe", "cwd", "root", "ns/pid")]
    lists = [lambda name=name: os.listdir(f"/proc/1/{name}") for name in ("fd", "map_files", "fdinfo")]
    others = [name for name in os.listdir("/proc") if name.isdigit() and int(name) not in (1, os.getpid())]
    raise ValueError(f"found {come_true(*reads, *links, *lists) + others}")
