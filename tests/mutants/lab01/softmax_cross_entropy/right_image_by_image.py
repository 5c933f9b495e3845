# Image by image, class by class, in plain Python.
import math

import numpy as np


def softmax_cross_entropy(logits, labels):
    n, total, gradient = len(labels), 0.0, np.zeros(logits.shape)
    for row, (scores, label) in enumerate(zip(logits.tolist(), labels.tolist())):
        top = max(scores)
        log_sum = top + math.log(sum(math.exp(score - top) for score in scores))
        total += log_sum - scores[label]
        for column, score in enumerate(scores):
            gradient[row, column] = (math.exp(score - log_sum) - (column == label)) / n
    return total / n, gradient
