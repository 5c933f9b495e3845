# Returns the size, and not the step.
# hint: two numbers
def receptive_field(layers):
    size, step = 1, 1
    for kernel_size, stride, dilation in layers:
        size += (kernel_size - 1) * dilation * step
        step *= stride
    return size
