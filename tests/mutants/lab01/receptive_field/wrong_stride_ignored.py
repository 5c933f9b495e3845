# Steps of a map are taken for pixels, whatever the strides before.
# hint: stride ignored
def receptive_field(layers):
    size, step = 1, 1
    for kernel_size, stride, dilation in layers:
        size += (kernel_size - 1) * dilation
        step *= stride
    return size, step
