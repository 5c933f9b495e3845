# Merges regions that do not touch.
# hint: do not touch stay two
def merge_regions(regions, touching, image_size):
    regions = list(regions)
    alive = list(range(len(regions)))
    table = set(touching)
    while len(alive) > 1:
        every = [(i, j) for i in alive for j in alive if i < j]
        usable = [pair for pair in every if pair in table] or every
        first, second = max(usable, key=lambda p: sum(region_similarity(regions[p[0]], regions[p[1]], image_size)))
        new = len(regions)
        regions.append(merged(regions[first], regions[second]))
        near = {p for pair in table if first in pair or second in pair for p in pair}
        table |= {(place, new) for place in near}
        alive = [place for place in alive if place not in (first, second)] + [new]
    return regions
