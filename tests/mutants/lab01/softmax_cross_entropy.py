# %% right image_by_image
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

# %% right logaddexp
# NumPy's own logarithm of a sum of exponentials.
import numpy as np


def softmax_cross_entropy(logits, labels):
    n = len(labels)
    normaliser = np.logaddexp.reduce(logits, axis=1)
    gradient = np.exp(logits - normaliser[:, None])
    gradient[range(n), labels] -= 1
    return (normaliser - logits[range(n), labels]).mean(), gradient / n

# %% wrong base_two
# Takes the logarithm to base 2.
# hint: base 2
import numpy as np


def softmax_cross_entropy(logits, labels):
    logits = logits - logits.max(axis=1, keepdims=True)
    exponentials = np.exp(logits)
    probabilities = exponentials / exponentials.sum(axis=1, keepdims=True)
    one_hot = np.eye(logits.shape[1])[labels]
    logs = logits - np.log(exponentials.sum(axis=1, keepdims=True))
    loss = -np.sum(one_hot * logs) / len(labels) / np.log(2)
    return loss, (probabilities - one_hot) / len(labels)

# %% wrong clipped_probability
# Clips probabilities to keep the logarithm finite.
# hint: clipped
import numpy as np


def softmax_cross_entropy(logits, labels):
    logits = logits - logits.max(axis=1, keepdims=True)
    exponentials = np.exp(logits)
    probabilities = exponentials / exponentials.sum(axis=1, keepdims=True)
    one_hot = np.eye(logits.shape[1])[labels]
    logs = np.log(np.clip(probabilities, 1e-12, 1))
    loss = -np.sum(one_hot * logs) / len(labels)
    return loss, (probabilities - one_hot) / len(labels)

# %% wrong gradient_not_divided
# Forgets that the loss is a mean when taking its gradient.
# hint: gradient not divided by N
import numpy as np


def softmax_cross_entropy(logits, labels):
    logits = logits - logits.max(axis=1, keepdims=True)
    exponentials = np.exp(logits)
    probabilities = exponentials / exponentials.sum(axis=1, keepdims=True)
    one_hot = np.eye(logits.shape[1])[labels]
    logs = logits - np.log(exponentials.sum(axis=1, keepdims=True))
    loss = -np.sum(one_hot * logs) / len(labels)
    return loss, probabilities - one_hot

# %% wrong gradient_sign
# The gradient points the other way.
# hint: sign lost
import numpy as np


def softmax_cross_entropy(logits, labels):
    logits = logits - logits.max(axis=1, keepdims=True)
    exponentials = np.exp(logits)
    probabilities = exponentials / exponentials.sum(axis=1, keepdims=True)
    one_hot = np.eye(logits.shape[1])[labels]
    logs = logits - np.log(exponentials.sum(axis=1, keepdims=True))
    loss = -np.sum(one_hot * logs) / len(labels)
    return loss, (one_hot - probabilities) / len(labels)

# %% wrong gradient_without_target
# Returns the probabilities as gradient.
# hint: not subtracted
import numpy as np


def softmax_cross_entropy(logits, labels):
    logits = logits - logits.max(axis=1, keepdims=True)
    exponentials = np.exp(logits)
    probabilities = exponentials / exponentials.sum(axis=1, keepdims=True)
    one_hot = np.eye(logits.shape[1])[labels]
    logs = logits - np.log(exponentials.sum(axis=1, keepdims=True))
    loss = -np.sum(one_hot * logs) / len(labels)
    return loss, probabilities / len(labels)

# %% wrong log_of_probability
# Takes the logarithm of probabilities that may be 0.
# hint: unstable
import numpy as np


def softmax_cross_entropy(logits, labels):
    logits = logits - logits.max(axis=1, keepdims=True)
    exponentials = np.exp(logits)
    probabilities = exponentials / exponentials.sum(axis=1, keepdims=True)
    one_hot = np.eye(logits.shape[1])[labels]
    logs = np.log(probabilities)
    loss = -np.sum(one_hot * logs) / len(labels)
    return loss, (probabilities - one_hot) / len(labels)

# %% wrong loss_only
# Returns the loss without its gradient.
# hint: (loss, gradient)
import numpy as np


def softmax_cross_entropy(logits, labels):
    return float(np.mean(np.logaddexp.reduce(logits, axis=1) - logits[np.arange(len(labels)), labels]))

# %% wrong mean_over_all
# Takes the mean over images and classes.
# hint: N·C
import numpy as np


def softmax_cross_entropy(logits, labels):
    logits = logits - logits.max(axis=1, keepdims=True)
    exponentials = np.exp(logits)
    probabilities = exponentials / exponentials.sum(axis=1, keepdims=True)
    one_hot = np.eye(logits.shape[1])[labels]
    logs = logits - np.log(exponentials.sum(axis=1, keepdims=True))
    loss = -np.mean(one_hot * logs)
    return loss, (probabilities - one_hot) / len(labels)

# %% wrong overflows
# Exponentiates the scores as they are.
# hint: unstable
import numpy as np


def softmax_cross_entropy(logits, labels):
    logits = logits - 0
    exponentials = np.exp(logits)
    probabilities = exponentials / exponentials.sum(axis=1, keepdims=True)
    one_hot = np.eye(logits.shape[1])[labels]
    logs = logits - np.log(exponentials.sum(axis=1, keepdims=True))
    loss = -np.sum(one_hot * logs) / len(labels)
    return loss, (probabilities - one_hot) / len(labels)

# %% wrong softmax_over_images
# Normalises over the images of the batch instead of the classes.
# hint: wrong axis
import numpy as np


def softmax_cross_entropy(logits, labels):
    exponentials = np.exp(logits - logits.max(axis=0))
    probabilities = exponentials / exponentials.sum(axis=0)
    picked = probabilities[np.arange(len(labels)), labels]
    gradient = probabilities.copy()
    gradient[np.arange(len(labels)), labels] -= 1
    return -np.mean(np.log(picked)), gradient / len(labels)

# %% wrong sum
# Adds up the losses of the images.
# hint: sum instead of mean
import numpy as np


def softmax_cross_entropy(logits, labels):
    logits = logits - logits.max(axis=1, keepdims=True)
    exponentials = np.exp(logits)
    probabilities = exponentials / exponentials.sum(axis=1, keepdims=True)
    one_hot = np.eye(logits.shape[1])[labels]
    logs = logits - np.log(exponentials.sum(axis=1, keepdims=True))
    loss = -np.sum(one_hot * logs)
    return loss, (probabilities - one_hot) / len(labels)
