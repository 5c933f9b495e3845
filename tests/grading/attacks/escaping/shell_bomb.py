# Small processes in sessions of their own, which multiply and cannot be killed by their group.
# loses: last
# may lose: nothing

# %% last
def last():
    subprocess.Popen(["sh", "-c", "f() { setsid sleep 600 & f; }; f"], start_new_session=True)
    time.sleep(0.5)
    raise ValueError("left")
