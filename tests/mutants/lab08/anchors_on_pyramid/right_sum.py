# Level by level.
anchors_on_pyramid = 3 * (256**2 + 128**2 + 64**2 + 32**2 + 16**2)
