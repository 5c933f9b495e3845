# A difference.
accuracy_of_nothing = 1 - 0.003
