# Counts the windows one by one.
def conv_output_size(size, kernel_size, stride=1, padding="valid", dilation=1):
    count = 0
    for start in range(0, size, stride):
        last = start + (kernel_size - 1) * dilation
        if padding == "same" or last < size:
            count += 1
    return count
