# Maps before the fifth pooling.
# hint: after the fifth pooling
fc1_parameters = 14 * 14 * 512 * 4096 + 4096
