# One corner.
# hint: four numbers
box_by_keras = [32, 0]
