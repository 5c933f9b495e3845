# As a text.
# hint: four numbers
box_by_keras = "32, 0, 52, 6"
