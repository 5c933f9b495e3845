# Takes preprocessing for batch normalisation.
# hint: inside the network
why_inference_mode = "D"
