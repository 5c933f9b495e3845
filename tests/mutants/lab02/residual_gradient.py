# %% right formula
# The formula.
residual_gradient = "(a + 1)**3"

# %% right split
# Multiplied out.
residual_gradient = "1 + 3*a + 3*a**2 + a**3"

# %% wrong linear
# The power is taken for a product.
# hint: inside the power
residual_gradient = "1 + 3*a"

# %% wrong one_block
# A single block.
# hint: single block
residual_gradient = "1 + a"

# %% wrong one_shortcut
# One shortcut round the whole chain.
# hint: every block
residual_gradient = "1 + a**3"

# %% wrong plain
# The plain chain.
# hint: adds 1
residual_gradient = "a**3"

# %% wrong sum
# Slopes are added up.
# hint: multiplied
residual_gradient = "3*(1 + a)"
