# The finest level alone.
# hint: finest level alone
anchors_on_pyramid = 3 * 256**2
