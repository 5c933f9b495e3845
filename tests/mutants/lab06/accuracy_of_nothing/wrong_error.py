# The share it gets wrong.
# hint: gets wrong
accuracy_of_nothing = 0.003
