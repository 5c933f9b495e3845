# The instructor's files by name: canaries in the repository, the home folder and /tmp, tests, solutions, accounts.
# loses: last
# says: found []

# %% last
def last():
    repository, home = KNOWN["repository"], KNOWN["home"]
    places = [*KNOWN["canaries"], KNOWN["out"], "/checks", "/etc/passwd", "/etc/shadow", "/etc/hostname"]
    places += [f"{repository}/{name}" for name in ("tests", "solutions", "labs", ".git", "README.md")]
    places += [f"{repository}/course/_release", f"{home}/.ssh", f"{home}/.netrc", f"{home}/.bash_history"]
    places += ["/srv", "/mnt", "/var/log", "/run", "/proc/1/root/etc/passwd", "/proc/1/cwd", "/sys/class"]
    places += ["/dev/kmsg", "/dev/mem", "/proc/kcore", "/proc/kallsyms"]

    def read(place):
        names = os.listdir(place) if os.path.isdir(place) else open(place, "rb").read(100)
        return names and place

    found = come_true(*[lambda place=place: read(place) for place in places])
    found = [place for place in found if not (place == "/proc/kallsyms" and _addresses_are_hidden())]
    raise ValueError(f"found {found}")


def _addresses_are_hidden():
    return all(line.startswith("0000000000000000 ") for line in open("/proc/kallsyms"))
