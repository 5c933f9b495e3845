# %% right array
# An array.
import numpy as np

even_kernels = np.arange(3, 10, 3)

# %% right computed
# Computed.
even_kernels = [k for k in range(2, 10) if k % 3 == 0]

# %% right other_order
# From the largest to the smallest.
even_kernels = [9, 6, 3]

# %% right tuple
# A tuple.
even_kernels = (3, 6, 9)

# %% wrong odd
# The odd sizes.
# hint: odd or even
even_kernels = [3, 5, 7, 9]

# %% wrong only_3
# Only the stride itself.
# hint: larger multiples
even_kernels = [3]

# %% wrong range
# A range is no list.
# hint: square brackets
even_kernels = range(3, 10, 3)

# %% wrong set
# A set is no list.
# hint: square brackets
even_kernels = {3, 6, 9}

# %% wrong stride_2
# The answer for stride 2.
# hint: stride 2
even_kernels = [2, 4, 6, 8]

# %% wrong text
# A text.
# hint: square brackets
even_kernels = "3, 6, 9"

# %% wrong uneven
# Those that overlap unevenly.
# hint: overlap unevenly
even_kernels = [2, 4, 5, 7, 8]

# %% wrong without_3
# Leaves 3 out.
# hint: just touch
even_kernels = [6, 9]
