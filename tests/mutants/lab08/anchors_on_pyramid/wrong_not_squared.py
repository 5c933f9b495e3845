# Rows only.
# hint: rows times columns
anchors_on_pyramid = 3 * sum(1024 // 2**k for k in range(2, 7))
