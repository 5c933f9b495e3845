# Width and height.
# hint: no less than 0
box_by_keras = [32, 0, 20, 6]
