# %% right kron
# As a Kronecker product.
import numpy as np


def identity_kernel(size, inputs, outputs, groups):
    middle = np.kron(np.eye(groups), np.ones((inputs // groups, outputs // groups))) * (groups / outputs)
    around = size // 2
    return np.pad(middle[None, None], ((around, around), (around, around), (0, 0), (0, 0)))

# %% right loops
# With loops.
import numpy as np


def identity_kernel(size, inputs, outputs, groups):
    kernel = np.zeros((size, size, inputs, outputs))
    for a in range(inputs):
        for b in range(outputs):
            if a * groups // inputs == b * groups // outputs:
                kernel[(size - 1) // 2, (size - 1) // 2, a, b] = groups / outputs
    return kernel

# %% wrong corner
# Puts the weights into the corner.
# hint: middle of the kernel is at
# of: solution
-     kernel[size // 2, size // 2] = (before[:, None] == after[None, :]) * groups / outputs
+     kernel[0, 0] = (before[:, None] == after[None, :]) * groups / outputs

# %% wrong divided_by_inputs
# Divides by the inputs.
# hint: not C / inputs
# of: solution
-     kernel[size // 2, size // 2] = (before[:, None] == after[None, :]) * groups / outputs
+     kernel[size // 2, size // 2] = (before[:, None] == after[None, :]) * groups / inputs

# %% wrong everywhere
# Passes on all neighbours.
# hint: adds up all neighbours
# of: solution
-     kernel[size // 2, size // 2] = (before[:, None] == after[None, :]) * groups / outputs
+     kernel[:, :] = (before[:, None] == after[None, :]) * groups / outputs

# %% wrong eye
# Connects the first maps only.
# hint: lead nowhere
# of: solution
-     kernel[size // 2, size // 2] = (before[:, None] == after[None, :]) * groups / outputs
+     kernel[size // 2, size // 2] = np.eye(inputs, outputs)

# %% wrong interleaved
# Takes every C-th map for a group.
# hint: not every C-th map
# of: solution
-     before = np.arange(inputs) * groups // inputs
-     after = np.arange(outputs) * groups // outputs
+     before = np.arange(inputs) % groups
+     after = np.arange(outputs) % groups

# %% wrong mixes
# Connects all maps.
# hint: mixes all maps
# of: solution
-     kernel[size // 2, size // 2] = (before[:, None] == after[None, :]) * groups / outputs
+     kernel[size // 2, size // 2] = np.ones((inputs, outputs))

# %% wrong not_divided
# Leaves every weight 1.
# hint: the weight is C / outputs, not 1
# of: solution
-     kernel[size // 2, size // 2] = (before[:, None] == after[None, :]) * groups / outputs
+     kernel[size // 2, size // 2] = before[:, None] == after[None, :]

# %% wrong outputs_first
# Has outputs before inputs.
# hint: (size, size, inputs, outputs)
# of: solution
-     return kernel
+     return kernel.swapaxes(2, 3)
