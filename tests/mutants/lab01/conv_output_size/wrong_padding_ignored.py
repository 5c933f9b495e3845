# The padding is not looked at: everything is 'valid'.
# hint: padding ignored
def conv_output_size(size, kernel_size, stride=1, padding="valid", dilation=1):
    return (size - dilation * (kernel_size - 1) - 1) // stride + 1
