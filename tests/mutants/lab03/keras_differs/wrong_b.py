# Chooses B.
# hint: height 1
keras_differs = "B"
