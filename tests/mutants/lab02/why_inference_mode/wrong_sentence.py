# Writes a sentence.
# hint: one letter
why_inference_mode = "the statistics are noisy"
