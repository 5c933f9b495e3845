# Class by class.
def scores(counts):
    n = len(counts)
    total = counts.sum()
    recalls, ious, weighted = [], [], 0.0
    for i in range(n):
        t, p, hit = counts[i].sum(), counts[:, i].sum(), counts[i, i]
        if t:
            recalls.append(hit / t)
        if t + p:
            ious.append(hit / (t + p - hit))
            weighted += t / total * ious[-1]
    return [sum(counts[i, i] for i in range(n)) / total, sum(recalls) / len(recalls), sum(ious) / len(ious), weighted]
