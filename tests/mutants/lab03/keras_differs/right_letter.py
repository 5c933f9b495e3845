# The letter.
keras_differs = "D"
