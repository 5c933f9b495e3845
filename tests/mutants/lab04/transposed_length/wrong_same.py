# Keras' same.
# hint: 'same'
transposed_length = "n*s"
