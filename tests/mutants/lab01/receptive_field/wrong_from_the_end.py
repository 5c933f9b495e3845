# Walks from the last layer to the first with the recipe for the other way.
# hint: already in the order
def receptive_field(layers):
    size, step = 1, 1
    for kernel_size, stride, dilation in reversed(layers):
        size += (kernel_size - 1) * dilation * step
        step *= stride
    return size, step
