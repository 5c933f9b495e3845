"""Four photographs of scikit-image with boxes drawn by hand: things to look for that no training set has seen."""

from __future__ import annotations

import numpy as np

BOXES = {  # photograph → x1, y1, x2, y2 in its pixels
    "astronaut": [
        (18, 14, 365, 512),  # she herself
        (152, 14, 302, 188),  # head
        (353, 0, 462, 285),  # space shuttle
        (278, 342, 512, 512),  # helmet
        (132, 345, 212, 425),  # two patches
        (277, 338, 330, 378),
    ],
    "coffee": [
        (172, 17, 407, 308),  # cup
        (76, 55, 479, 387),  # saucer
        (203, 95, 372, 195),  # coffee
        (325, 65, 425, 326),  # spoon
    ],
    "chelsea": [(133, 86, 207, 149), (293, 108, 346, 166), (232, 225, 292, 264)],  # eyes, nose
    "rocket": [
        (308, 127, 336, 407),  # rocket
        (175, 123, 203, 425),  # two of the towers
        (440, 123, 470, 427),
    ],
}


def boxed_photographs() -> list[tuple[np.ndarray, np.ndarray]]:
    """Return the photographs at half their size, each with the boxes of a few things in it.

    Returns:
        For each photograph its ``(H, W, 3)`` uint8 image and ``(N, 4)`` float boxes, xyxy in pixels of that image.
    """
    import cv2
    import skimage.data

    photographs = []
    for name, boxes in BOXES.items():
        whole = getattr(skimage.data, name)()
        half = cv2.resize(whole, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        photographs.append((half, np.array(boxes) / 2))
    return photographs
