# Forgets the confidence.
# hint: five numbers
yolo_numbers = "S*S*(4*B + C)"
