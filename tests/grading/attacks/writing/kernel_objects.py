# What the kernel keeps when a process ends (shared memory, semaphores, message queues, keys), and memory that no file
# system's size limits.
# loses: last
# says: found []

# %% last
import mmap


def last():
    mq_open, add_key, memfd = (240, 248, 319) if os.uname().machine == "x86_64" else (180, 217, 279)
    attempts = [
        lambda: called("shmget", 0x1234, 4096, 0o1666),
        lambda: called("semget", 0x1234, 1, 0o1666),
        lambda: called("msgget", 0x1234, 0o1666),
        lambda: LIBC.syscall(mq_open, b"note", 0o102, 0o666, None) >= 0 and "mq_open",
        lambda: LIBC.syscall(add_key, b"user", b"note", b"for my friend", 13, -4) >= 0 and "add_key",
        lambda: LIBC.syscall(memfd, b"note", 0) >= 0 and "memfd_create",
        lambda: mmap.mmap(-1, 4096) and "shared memory without a file",
        lambda: mmap.mmap(os.open("/dev/zero", os.O_RDWR), 4096) and "shared memory of /dev/zero",
    ]
    raise ValueError(f"found {come_true(*attempts)}")
