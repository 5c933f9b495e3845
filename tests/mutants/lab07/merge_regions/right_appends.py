# Appends to the list that came in.


def merge_regions(regions, touching, image_size):
    table = {pair: sum(region_similarity(regions[pair[0]], regions[pair[1]], image_size)) for pair in touching}
    while table:
        first, second = max(table, key=table.get)
        new = len(regions)
        regions.append(merged(regions[first], regions[second]))
        near = {place for pair in table for place in pair if first in pair or second in pair} - {first, second}
        table = {pair: value for pair, value in table.items() if not {first, second} & set(pair)}
        for place in sorted(near):
            table[place, new] = sum(region_similarity(regions[place], regions[new], image_size))
    return regions
