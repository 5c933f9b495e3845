# Counts the steps between windows instead of the windows.
# hint: + 1 is missing
def conv_output_size(size, kernel_size, stride=1, padding="valid", dilation=1):
    if padding == "same":
        return -(-size // stride)
    reach = dilation * (kernel_size - 1) + 1
    return (size - reach) // stride
