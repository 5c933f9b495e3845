# %% right difference
# A difference.
accuracy_of_nothing = 1 - 0.003

# %% right fraction
# A fraction.
accuracy_of_nothing = 997 / 1000

# %% wrong error
# The share it gets wrong.
# hint: gets wrong
accuracy_of_nothing = 0.003

# %% wrong percent
# A percentage.
# hint: percentage
accuracy_of_nothing = 99.7

# %% wrong thirty
# 0.3% taken for 0.3.
# hint: not 0.3
accuracy_of_nothing = 0.7

# %% wrong three
# 0.3% taken for 0.03.
# hint: not 0.03
accuracy_of_nothing = 0.97

# %% wrong zero
# Nothing is found, so 0.
# hint: count voxels
accuracy_of_nothing = 0.0
