# Without powers.
yolo_numbers = "S * S * (C + B * 5)"
