# A class for background.
# hint: no class for background
yolo_numbers = "S**2*(5*B + C + 1)"
