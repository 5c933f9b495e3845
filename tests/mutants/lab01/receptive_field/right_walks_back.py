# Walks from one unit back to the pixels.
def receptive_field(layers):
    first, last, neighbour = 0, 0, 1
    for kernel_size, stride, dilation in layers[::-1]:
        first, last, neighbour = first * stride, last * stride + (kernel_size - 1) * dilation, neighbour * stride
    return last - first + 1, neighbour
