# A gigabyte of output and a gigabyte of errors.
# loses: nothing

# %% double
def double(x):
    line = "x" * 1_000_000
    for _ in range(1000):
        print(line)
        sys.stderr.write(line)
    os.write(1, b"passed")
    return 2 * x
