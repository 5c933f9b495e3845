# Shifts classes apart by less than the image is wide.
# hint: shift classes apart by more than


def nms_per_class(boxes, scores, classes, threshold):
    return nms(boxes + classes[:, None] * 100, scores, threshold)
