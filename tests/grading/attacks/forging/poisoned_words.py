# An exception whose text clears the screen, turns the direction of writing, closes HTML tags, and is 50 MB long.
# loses: double

# %% double
def double(x):
    raise ValueError("\x1b[2J\x1b[1;1Hpassed\r \u202e </pre><script>alert(1)</script>\x00" + "x" * 50_000_000)
