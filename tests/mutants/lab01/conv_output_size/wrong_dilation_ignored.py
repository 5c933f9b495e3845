# The kernel's taps are taken to be neighbours, whatever the dilation.
# hint: dilation ignored
def conv_output_size(size, kernel_size, stride=1, padding="valid", dilation=1):
    if padding == "same":
        return -(-size // stride)
    reach = kernel_size
    return (size - reach) // stride + 1
