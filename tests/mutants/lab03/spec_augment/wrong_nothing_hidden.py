# Returns what comes in.
# hint: nothing is hidden
def spec_augment(spectrograms, bands, frames, seed):
    return spectrograms
