# One anchor a cell.
# hint: three anchors, not one
anchors_on_pyramid = sum((1024 // 2**k) ** 2 for k in range(2, 7))
