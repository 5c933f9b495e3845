# Layers with a stride are taken to widen nothing themselves.
# hint: pooling's window
def receptive_field(layers):
    size, step = 1, 1
    for kernel_size, stride, dilation in layers:
        if stride == 1:
            size += (kernel_size - 1) * dilation * step
        step *= stride
    return size, step
