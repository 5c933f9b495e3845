# Takes the span of a dilated kernel to be dilation times its taps.
# hint: not d·k
def conv_output_size(size, kernel_size, stride=1, padding="valid", dilation=1):
    if padding == "same":
        return -(-size // stride)
    reach = dilation * kernel_size
    return (size - reach) // stride + 1
