# A sentence.
# hint: one letter
keras_differs = "because of the cut-off"
