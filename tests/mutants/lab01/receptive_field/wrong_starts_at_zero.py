# Starts from a field of 0 pixels.
# hint: start from a size of 1
def receptive_field(layers):
    size, step = 0, 1
    for kernel_size, stride, dilation in layers:
        size += (kernel_size - 1) * dilation * step
        step *= stride
    return size, step
