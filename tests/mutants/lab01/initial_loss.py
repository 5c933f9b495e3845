# %% right own_function
# Computed by one's own loss.
import numpy as np

initial_loss = softmax_cross_entropy(np.zeros((1, 10)), np.array([4]))[0]

# %% right three_digits
# Three digits.
initial_loss = 2.30

# %% wrong base_ten
# Takes the logarithm to base 10.
# hint: natural logarithm
initial_loss = 1.0

# %% wrong base_two
# Takes the logarithm to base 2.
# hint: base 2
initial_loss = 3.3219

# %% wrong negative
# Loses the sign.
# hint: positive
initial_loss = -2.302585

# %% wrong probability
# Gives the probability.
# hint: this is the probability
initial_loss = 1 / 10

# %% wrong zero
# Thinks that a fresh network has no loss yet.
# hint: −log(1/10)
initial_loss = 0.0
