# The letter.
wrong_in_keras = "B"
