# Adds the 1 before the division: right only where the last step is incomplete by one pixel.
# hint: add it after the division
def conv_output_size(size, kernel_size, stride=1, padding="valid", dilation=1):
    if padding == "same":
        return -(-size // stride)
    reach = dilation * (kernel_size - 1) + 1
    return (size - reach + 1) // stride if stride > 1 else size - reach + 1
