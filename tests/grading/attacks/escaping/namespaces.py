# New namespaces, in which one is root, and mounts in them.
# loses: last
# says: found []

# %% last
def last():
    flags, user = [1 << bit for bit in (17, 25, 26, 27, 28, 29, 30)], 1 << 28
    clone = 56 if os.uname().machine == "x86_64" else 220

    def cloned(flag):
        process = LIBC.syscall(clone, flag | 17, 0, 0, 0, 0)
        if process == 0:
            os._exit(0)
        return process > 0 and f"clone {flag}"

    attempts = [lambda flag=flag: called("unshare", flag | user) for flag in flags]
    attempts += [lambda flag=flag: cloned(flag | user) for flag in flags]
    attempts += [lambda: called("setns", os.open("/proc/self/ns/net", os.O_RDONLY), 0)]
    attempts += [lambda: called("mount", b"none", b"/tmp", b"tmpfs", 0, None), lambda: called("umount2", b"/proc", 2)]
    attempts += [lambda: called("chroot", b"/tmp"), lambda: called("mount", b"/proc", b"/tmp", None, 4096, None)]
    attempts += [lambda: subprocess.run(["unshare", "-Ur", "true"], check=True) and "unshare -Ur"]
    raise ValueError(f"found {come_true(*attempts)}")
