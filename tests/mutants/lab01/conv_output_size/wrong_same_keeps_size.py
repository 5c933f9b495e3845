# Padding 'same' is taken to keep the size at any stride.
# hint: stride ignored
def conv_output_size(size, kernel_size, stride=1, padding="valid", dilation=1):
    if padding == "same":
        return size
    reach = dilation * (kernel_size - 1) + 1
    return (size - reach) // stride + 1
