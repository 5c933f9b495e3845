# One number a map.
# hint: global pooling
fc1_parameters = 512 * 4096 + 4096
