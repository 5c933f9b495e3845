# The dilation is not looked at.
# hint: dilation ignored
def receptive_field(layers):
    size, step = 1, 1
    for kernel_size, stride, dilation in layers:
        size += (kernel_size - 1) * step
        step *= stride
    return size, step
