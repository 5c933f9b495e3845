# In lower case.
why_inference_mode = " c"
