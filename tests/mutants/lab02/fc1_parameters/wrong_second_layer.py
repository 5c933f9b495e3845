# The second dense layer.
# hint: this is fc2
fc1_parameters = 4096 * 4096 + 4096
