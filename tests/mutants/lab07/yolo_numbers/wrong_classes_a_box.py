# Classes for each box.
# hint: the cell's, not each box's
yolo_numbers = "S**2*B*(5 + C)"
