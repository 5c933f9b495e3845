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
