# Thinks that dropping pixels takes taps from the kernel.
# hint: 3 taps
why_eight = "D"
