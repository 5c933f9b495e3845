# Negative numbers stay.
# hint: set to 0
box_by_keras = [32, -14, 52, 6]
