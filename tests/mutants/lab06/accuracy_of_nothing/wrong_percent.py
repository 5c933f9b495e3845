# A percentage.
# hint: percentage
accuracy_of_nothing = 99.7
