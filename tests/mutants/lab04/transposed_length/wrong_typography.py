# Signs as a text prints them.
# hint: from the keyboard
transposed_length = "s·(n − 1) + k − 2·p"
