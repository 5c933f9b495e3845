# The first layer, and then the rest seen through it.
def receptive_field(layers):
    if not layers:
        return 1, 1
    (kernel_size, stride, dilation), *rest = layers
    size, step = receptive_field(rest)
    return (size - 1) * stride + dilation * (kernel_size - 1) + 1, step * stride
