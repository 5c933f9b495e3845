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
