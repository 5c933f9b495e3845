# The letter.
why_inference_mode = "C"
