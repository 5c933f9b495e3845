# A fraction.
accuracy_of_nothing = 997 / 1000
