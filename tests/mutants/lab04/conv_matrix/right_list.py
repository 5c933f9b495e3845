# A list of lists.
def conv_matrix(kernel, length, stride=1, padding=0):
    columns = length + 2 * padding
    starts = range(0, columns - len(kernel) + 1, stride)
    return [[float(kernel[c - s]) if 0 <= c - s < len(kernel) else 0.0 for c in range(columns)] for s in starts]
