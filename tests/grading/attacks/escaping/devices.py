# Devices, the kernel's settings, capabilities, and programs that make one root.
# loses: last
# says: found []

# %% last
def last():
    files = ["/dev/mem", "/dev/kmsg", "/dev/sda", "/dev/vda", "/dev/fuse", "/dev/kvm", "/proc/sysrq-trigger"]
    files += ["/proc/sys/kernel/core_pattern", "/proc/sys/kernel/hostname", "/proc/sys/vm/overcommit_memory"]
    files += ["/sys/devices/system/cpu/cpu1/online"]
    status = dict(line.split(":", 1) for line in open("/proc/self/status"))
    rights = {name: status[name].strip() for name in ("CapInh", "CapPrm", "CapEff", "CapAmb")}
    attempts = [lambda name=name: open(name, "r+b") and name for name in files]
    attempts += [lambda: wrote("/proc/1/attr/current", b"unconfined"), lambda: wrote("/proc/self/oom_score_adj", b"-1")]
    attempts += [lambda: os.mknod("/tmp/disk", stat.S_IFBLK | 0o666, os.makedev(254, 0)) or "mknod"]
    attempts += [lambda: [name for name, mask in rights.items() if int(mask, 16)] or None]
    attempts += [lambda: status["NoNewPrivs"].strip() != "1" and "new privileges"]
    attempts += [
        lambda: os.getuid() and (os.setuid(0) or "user 0"),
        lambda: os.getgid() and (os.setgid(0) or "group 0"),
    ]
    attempts += [lambda: subprocess.run(["su", "-c", "id"], check=True, timeout=1) and "su"]
    raise ValueError(f"found {come_true(*attempts)}")
