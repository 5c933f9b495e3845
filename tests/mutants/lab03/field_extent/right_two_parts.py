# Each number on its own line.
def field_extent(frames, first_band, last_band, rate, n_fft, hop, mels):
    samples = n_fft + hop * (frames - 1)
    step = float(hz_to_mel(rate / 2)) / (mels + 1)
    low = float(mel_to_hz(first_band * step))
    high = float(mel_to_hz((last_band + 2) * step))
    return [samples / rate * 1e3, low, high]
