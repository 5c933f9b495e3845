# Chooses C.
# hint: mirrored
keras_differs = "C"
