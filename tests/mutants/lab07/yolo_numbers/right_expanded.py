# Multiplied out.
yolo_numbers = "5*B*S**2 + C*S**2"
