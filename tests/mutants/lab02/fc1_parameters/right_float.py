# The number, as a float.
fc1_parameters = float(25_089 * 4_096)
