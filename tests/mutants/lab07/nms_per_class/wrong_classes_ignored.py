# Suppresses over all classes.
# hint: classes are ignored
def nms_per_class(boxes, scores, classes, threshold):
    return nms(boxes, scores, threshold)
