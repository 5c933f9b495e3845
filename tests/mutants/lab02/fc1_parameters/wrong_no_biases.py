# Biases are not counted.
# hint: biases
fc1_parameters = 25_088 * 4_096
