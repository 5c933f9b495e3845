# An array.
import numpy as np

even_kernels = np.arange(3, 10, 3)
