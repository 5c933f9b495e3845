# %% right loops
# Two loops over the taps, the quotient rule written out.
import numpy as np


def soft_dice_gradients(features, truth, weights, bias):
    h, w = truth.shape
    z = np.full((h, w), float(bias))
    for a in range(3):
        for b in range(3):
            z += features[a : a + h, b : b + w] @ weights[a, b]
    p = 1 / (1 + np.exp(-z))
    inter, total = (p * truth).sum(), (p * p).sum() + (truth * truth).sum()
    d_p = -(2 * truth * total - 2 * inter * 2 * p) / total**2
    d_z = d_p * p * (1 - p)
    d_w = np.zeros(weights.shape)
    for a in range(3):
        for b in range(3):
            d_w[a, b] = np.tensordot(d_z, features[a : a + h, b : b + w], axes=([0, 1], [0, 1]))
    return d_w, d_z.sum()

# %% right matrix
# The convolution as a matrix of patches.
import numpy as np


def soft_dice_gradients(features, truth, weights, bias):
    rows, columns = truth.shape
    patches = np.array([features[i : i + 3, j : j + 3].ravel() for i in range(rows) for j in range(columns)])
    p = 0.5 + 0.5 * np.tanh((patches @ weights.ravel() + bias) / 2)
    g = truth.ravel()
    s = p @ p + g @ g
    error = 2 * (2 * (p @ g) / s * p - g) / s * p * (1 - p)
    return [(error @ patches).reshape(weights.shape), float(error.sum())]

# %% wrong denominator
# S is Σ p + Σ g.
# hint: S is Σ p² + Σ g²
# of: solution
-     total = np.sum(p**2) + np.sum(truth**2)
+     total = np.sum(p) + np.sum(truth**2)

# %% wrong half
# A factor 2 is left out.
# hint: factor 2 is missing
# of: solution
-     back = -2 * (truth - d * p) / total * p * (1 - p)
+     back = -(truth - d * p) / total * p * (1 - p)

# %% wrong mean
# Divided by the number of pixels.
# hint: number of pixels
# of: solution
-     back = -2 * (truth - d * p) / total * p * (1 - p)
+     back = -2 * (truth - d * p) / total * p * (1 - p) / p.size

# %% wrong no_bias
# The bias is left out of the scores.
# hint: bias is missing
# of: solution
-     scores = bias + np.einsum("ijcab,abc->ij", windows, weights)
+     scores = np.einsum("ijcab,abc->ij", windows, weights)

# %% wrong no_d
# The coefficient is left out of the derivative.
# hint: D is missing
# of: solution
-     back = -2 * (truth - d * p) / total * p * (1 - p)
+     back = -2 * (truth - p) / total * p * (1 - p)

# %% wrong no_slope
# The sigmoid's slope is missing.
# hint: slope
# of: solution
-     back = -2 * (truth - d * p) / total * p * (1 - p)
+     back = -2 * (truth - d * p) / total

# %% wrong no_squares
# The squares are missing below.
# hint: squares in the denominator
# of: solution
-     total = np.sum(p**2) + np.sum(truth**2)
+     total = np.sum(p) + np.sum(truth)

-     back = -2 * (truth - d * p) / total * p * (1 - p)
+     back = -(2 * truth - d) / total * p * (1 - p)

# %% wrong one_term
# The denominator is taken for a constant.
# hint: quotient rule
# of: solution
-     back = -2 * (truth - d * p) / total * p * (1 - p)
+     back = -2 * truth / total * p * (1 - p)

# %% wrong sign
# The gradient of D.
# hint: the sign
# of: solution
-     back = -2 * (truth - d * p) / total * p * (1 - p)
+     back = 2 * (truth - d * p) / total * p * (1 - p)

# %% wrong squared_denominator
# S is squared below.
# hint: S² below
# of: solution
-     back = -2 * (truth - d * p) / total * p * (1 - p)
+     back = -2 * (truth - d * p) / total**2 * p * (1 - p)

# %% wrong turned
# The window is turned by 180°.
# hint: turned by 180
# of: solution
-     return np.einsum("ijcab,ij->abc", windows, back), back.sum()
+     return np.einsum("ijcab,ij->abc", windows, back)[::-1, ::-1], back.sum()

# %% wrong two_in_d
# The 2 is left out of D.
# hint: second term
# of: solution
-     d = 2 * np.sum(p * truth) / total
+     d = np.sum(p * truth) / total

# %% wrong writes_into_features
# The features that came in are changed.
# hint: not to be changed
# of: solution
- def soft_dice_gradients(features, truth, weights, bias):
+ def soft_dice_gradients(features, truth, weights, bias):
+     features -= 0
