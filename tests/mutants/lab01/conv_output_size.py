# %% right ceil_of_floats
# Uses math.ceil for both paddings.
import math


def conv_output_size(size, kernel_size, stride=1, padding="valid", dilation=1):
    usable = size if padding == "same" else size - dilation * (kernel_size - 1)
    return math.ceil(usable / stride)

# %% right counts_windows
# Counts the windows one by one.
def conv_output_size(size, kernel_size, stride=1, padding="valid", dilation=1):
    count = 0
    for start in range(0, size, stride):
        last = start + (kernel_size - 1) * dilation
        if padding == "same" or last < size:
            count += 1
    return count

# %% wrong asks_keras
# Lets a Keras layer compute the size.
# hint: without it
import keras


def conv_output_size(size, kernel_size, stride=1, padding="valid", dilation=1):
    layer = keras.layers.Conv1D(1, kernel_size, strides=stride, padding=padding, dilation_rate=dilation)
    return layer.compute_output_shape((1, size, 1))[1]

# %% wrong dilation_ignored
# The kernel's taps are taken to be neighbours, whatever the dilation.
# hint: dilation ignored
# of: solution
-     reach = dilation * (kernel_size - 1) + 1
+     reach = kernel_size

# %% wrong one_added_before_dividing
# Adds the 1 before the division: right only where the last step is incomplete by one pixel.
# hint: add it after the division
# of: solution
-     return (size - reach) // stride + 1
+     return (size - reach + 1) // stride if stride > 1 else size - reach + 1

# %% wrong padding_ignored
# The padding is not looked at: everything is 'valid'.
# hint: padding ignored
def conv_output_size(size, kernel_size, stride=1, padding="valid", dilation=1):
    return (size - dilation * (kernel_size - 1) - 1) // stride + 1

# %% wrong plus_one_missing
# Counts the steps between windows instead of the windows.
# hint: + 1 is missing
# of: solution
-     return (size - reach) // stride + 1
+     return (size - reach) // stride

# %% wrong same_keeps_size
# Padding 'same' is taken to keep the size at any stride.
# hint: stride ignored
# of: solution
-         return -(-size // stride)
+         return size

# %% wrong same_rounded_down
# Rounds down for padding 'same'.
# hint: round up
# of: solution
-         return -(-size // stride)
+         return size // stride

# %% wrong span_is_d_times_k
# Takes the span of a dilated kernel to be dilation times its taps.
# hint: not d·k
# of: solution
-     reach = dilation * (kernel_size - 1) + 1
+     reach = dilation * kernel_size

# %% wrong stride_ignored
# The window is moved by one pixel, whatever the stride.
# hint: stride ignored
# of: solution
-     return (size - reach) // stride + 1
+     return size - reach + 1

# %% wrong valid_rounded_up
# Counts a window that sticks out at the end.
# hint: round down
# of: solution
-     return (size - reach) // stride + 1
+     return -(-(size - reach) // stride) + 1
