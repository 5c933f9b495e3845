# A caret for a power.
# hint: write **
yolo_numbers = "S^2*(5*B + C)"
