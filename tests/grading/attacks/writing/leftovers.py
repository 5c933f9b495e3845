# Whatever could meet the next student: nests too deep to list, closed folders, settings in the home folder, messages
# in the scratch folders' own attributes, times and modes.
# loses: nothing

# %% double
for folder in ("/tmp", "/var/tmp", "/dev/shm"):
    os.chdir(folder)
    for name in (".bashrc", ".keras/keras.json", ".config/matplotlib/matplotlibrc", "sitecustomize.py", "numpy.py"):
        os.makedirs(os.path.dirname(name) or ".", exist_ok=True)
        open(name, "w").write("raise SystemExit('for my friend')")
    os.symlink("/usr", "link")
    os.mkfifo("pipe")
    for _ in range(1500):
        os.mkdir("nest" * 20)
        os.chdir("nest" * 20)
    open("note", "w").write("for my friend")
    os.chmod(".", 0)
    os.chdir("/")
    come_true(lambda: os.setxattr(folder, "user.note", b"for my friend"), lambda: os.utime(folder, (123, 456)))
    come_true(lambda: os.chmod(folder, 0))


def double(x):
    return 2 * x
