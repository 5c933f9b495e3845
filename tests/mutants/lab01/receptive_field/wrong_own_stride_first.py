# Multiplies by a layer's own stride before adding its kernel.
# hint: then multiply
def receptive_field(layers):
    size, step = 1, 1
    for kernel_size, stride, dilation in layers:
        step *= stride
        size += (kernel_size - 1) * dilation * step
    return size, step
