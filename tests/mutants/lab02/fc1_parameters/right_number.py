# The number.
fc1_parameters = 102_764_544
