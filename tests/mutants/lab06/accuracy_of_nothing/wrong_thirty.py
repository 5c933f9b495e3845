# 0.3% taken for 0.3.
# hint: not 0.3
accuracy_of_nothing = 0.7
