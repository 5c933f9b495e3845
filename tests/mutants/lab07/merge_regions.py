# %% right appends
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

# %% right graph
# A set of neighbours for each region.
def merge_regions(regions, touching, image_size):
    regions = [dict(region) for region in regions]
    graph = {k: set() for k in range(len(regions))}
    for i, j in touching:
        graph[i].add(j)
        graph[j].add(i)
    while any(graph.values()):
        candidates = [
            (sum(region_similarity(regions[i], regions[j], image_size)), i, j) for i in graph for j in graph[i] if i < j
        ]
        _, i, j = max(candidates)
        new = len(regions)
        regions.append(merged(regions[i], regions[j]))
        graph[new] = (graph.pop(i) | graph.pop(j)) - {i, j}
        for other in graph:
            if other != new:
                if graph[other] & {i, j}:
                    graph[other].add(new)
                graph[other] -= {i, j}
    return regions

# %% right recomputed
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

# %% wrong any_pair
# Any two regions may merge.
# hint: `touching` is ignored
def merge_regions(regions, touching, image_size):
    regions = list(regions)
    left = list(range(len(regions)))
    while len(left) > 1:
        pairs = [(i, j) for i in left for j in left if i < j]
        first, second = max(
            pairs, key=lambda pair: sum(region_similarity(regions[pair[0]], regions[pair[1]], image_size))
        )
        regions.append(merged(regions[first], regions[second]))
        left = [place for place in left if place not in (first, second)] + [len(regions) - 1]
    return regions

# %% wrong colour_only
# Looks at colours alone.
# hint: (colour alone)
# of: solution
-         return sum(region_similarity(regions[first], regions[second], image_size))
+         return region_similarity(regions[first], regions[second], image_size)[0]

# %% wrong heirs_of_first
# The union touches only what its first part touched.
# hint: neighbours of one of them were lost
# of: solution
-         others = {place for pair in gone for place in pair} - {first, second}
+         others = {place for pair in gone if first in pair for place in pair} - {first, second}

# %% wrong least_similar
# Merges what differs most.
# hint: least similar
# of: solution
-         first, second = max(pairs, key=pairs.get)
+         first, second = min(pairs, key=pairs.get)

# %% wrong once
# Merges one pair.
# hint: only one pair
# of: solution
-     while pairs:
+     if pairs:

# %% wrong pairs_stay
# Pairs with merged regions stay in the table.
# hint: must not merge again
# of: solution
-         for pair in gone:
-             del pairs[pair]
+         del pairs[first, second]
+         if len(regions) > 2000:
+             break

# %% wrong unions_only
# Leaves out the regions it began with.
# hint: first regions are missing
# of: solution
-     return regions
+     return regions[-max(len(regions) // 2, 1) :]

# %% wrong whole_image
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
