# Uses math.ceil for both paddings.
import math


def conv_output_size(size, kernel_size, stride=1, padding="valid", dilation=1):
    usable = size if padding == "same" else size - dilation * (kernel_size - 1)
    return math.ceil(usable / stride)
