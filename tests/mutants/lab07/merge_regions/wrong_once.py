# Merges one pair.
# hint: only one pair
def merge_regions(regions, touching, image_size):
    regions = list(regions)

    def likeness(first, second):
        return sum(region_similarity(regions[first], regions[second], image_size))

    pairs = {pair: likeness(*pair) for pair in sorted(touching)}
    if pairs:
        first, second = max(pairs, key=pairs.get)
        new = len(regions)
        regions.append(merged(regions[first], regions[second]))
        gone = [pair for pair in pairs if first in pair or second in pair]
        others = {place for pair in gone for place in pair} - {first, second}
        for pair in gone:
            del pairs[pair]
        for other in sorted(others):
            pairs[other, new] = likeness(other, new)
    return regions
