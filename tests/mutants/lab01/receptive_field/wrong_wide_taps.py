# A dilated kernel is taken to reach dilation times its taps.
# hint: not d·k − 1
def receptive_field(layers):
    size, step = 1, 1
    for kernel_size, stride, dilation in layers:
        size += (kernel_size * dilation - 1) * step
        step *= stride
    return size, step
