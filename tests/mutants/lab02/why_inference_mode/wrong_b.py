# Forgets gamma and beta.
# hint: gamma and beta
why_inference_mode = "B"
