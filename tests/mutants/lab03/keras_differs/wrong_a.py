# Chooses A.
# hint: HTK
keras_differs = "A"
