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
