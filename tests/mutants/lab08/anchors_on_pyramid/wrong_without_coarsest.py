# Without the coarsest level.
# hint: stride 64
anchors_on_pyramid = 3 * sum((1024 // 2**k) ** 2 for k in range(2, 6))
