# The fold of each group in a dictionary, plain lists.
def kfold(groups, folds):
    names = sorted(set(int(group) for group in groups))
    size, extra = divmod(len(names), folds)
    fold_of, at = {}, 0
    for fold in range(folds):
        for _ in range(size + (fold < extra)):
            fold_of[names[at]] = fold
            at += 1
    pairs = []
    for fold in range(folds):
        test = [i for i, group in enumerate(groups) if fold_of[int(group)] == fold]
        train = [i for i, group in enumerate(groups) if fold_of[int(group)] != fold]
        pairs.append((train, test))
    return pairs
