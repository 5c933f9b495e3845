# 0.3% taken for 0.03.
# hint: not 0.03
accuracy_of_nothing = 0.97
