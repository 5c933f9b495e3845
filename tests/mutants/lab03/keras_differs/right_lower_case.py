# The letter in lower case, with a space.
keras_differs = "d "
