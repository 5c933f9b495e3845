# Nine anchors a cell, as in the first paper.
# hint: not nine
anchors_on_pyramid = 9 * sum((1024 // 2**k) ** 2 for k in range(2, 7))
