# Thinks of time.
# hint: hardly anything
why_inference_mode = "A"
