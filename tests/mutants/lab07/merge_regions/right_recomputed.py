# Computes all similarities anew each time.
def merge_regions(regions, touching, image_size):
    result = [*regions]
    pairs = {frozenset(pair) for pair in touching}

    def score(pair):
        a, b = sorted(pair)
        return sum(region_similarity(result[a], result[b], image_size))

    while pairs:
        best = max(pairs, key=score)
        a, b = sorted(best)
        result.append(merged(result[a], result[b]))
        new = len(result) - 1
        updated = set()
        for pair in pairs - {best}:
            updated.add(frozenset(new if place in best else place for place in pair))
        pairs = updated
    return result
