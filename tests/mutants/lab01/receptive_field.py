# %% right recursive
# The first layer, and then the rest seen through it.
def receptive_field(layers):
    if not layers:
        return 1, 1
    (kernel_size, stride, dilation), *rest = layers
    size, step = receptive_field(rest)
    return (size - 1) * stride + dilation * (kernel_size - 1) + 1, step * stride

# %% right walks_back
# Walks from one unit back to the pixels.
def receptive_field(layers):
    first, last, neighbour = 0, 0, 1
    for kernel_size, stride, dilation in layers[::-1]:
        first, last, neighbour = first * stride, last * stride + (kernel_size - 1) * dilation, neighbour * stride
    return last - first + 1, neighbour

# %% wrong dilation_ignored
# The dilation is not looked at.
# hint: dilation ignored
# of: solution
-         size += (kernel_size - 1) * dilation * step
+         size += (kernel_size - 1) * step

# %% wrong from_the_end
# Walks from the last layer to the first with the recipe for the other way.
# hint: already in the order
# of: solution
-     for kernel_size, stride, dilation in layers:
+     for kernel_size, stride, dilation in reversed(layers):

# %% wrong own_stride_first
# Multiplies by a layer's own stride before adding its kernel.
# hint: then multiply
def receptive_field(layers):
    size, step = 1, 1
    for kernel_size, stride, dilation in layers:
        step *= stride
        size += (kernel_size - 1) * dilation * step
    return size, step

# %% wrong pooling_not_counted
# Layers with a stride are taken to widen nothing themselves.
# hint: pooling's window
# of: solution
-         size += (kernel_size - 1) * dilation * step
+         if stride == 1:
+             size += (kernel_size - 1) * dilation * step

# %% wrong size_alone
# Returns the size, and not the step.
# hint: two numbers
# of: solution
-     return size, step
+     return size

# %% wrong starts_at_zero
# Starts from a field of 0 pixels.
# hint: start from a size of 1
# of: solution
-     size, step = 1, 1
+     size, step = 0, 1

# %% wrong stride_ignored
# Steps of a map are taken for pixels, whatever the strides before.
# hint: stride ignored
# of: solution
-         size += (kernel_size - 1) * dilation * step
+         size += (kernel_size - 1) * dilation

# %% wrong wide_taps
# A dilated kernel is taken to reach dilation times its taps.
# hint: not d·k − 1
# of: solution
-         size += (kernel_size - 1) * dilation * step
+         size += (kernel_size * dilation - 1) * step
