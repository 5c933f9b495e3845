# S cells.
# hint: not S
yolo_numbers = "S*(5*B + C)"
