# The union touches only what its first part touched.
# hint: neighbours of one of them were lost
def merge_regions(regions, touching, image_size):
    regions = list(regions)

    def likeness(first, second):
        return sum(region_similarity(regions[first], regions[second], image_size))

    pairs = {pair: likeness(*pair) for pair in sorted(touching)}
    while pairs:
        first, second = max(pairs, key=pairs.get)
        new = len(regions)
        regions.append(merged(regions[first], regions[second]))
        gone = [pair for pair in pairs if first in pair or second in pair]
        others = {place for pair in gone if first in pair for place in pair} - {first, second}
        for pair in gone:
            del pairs[pair]
        for other in sorted(others):
            pairs[other, new] = likeness(other, new)
    return regions
