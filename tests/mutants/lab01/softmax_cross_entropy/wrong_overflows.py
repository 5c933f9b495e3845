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
