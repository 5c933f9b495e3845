# n steps between n stamps.
# hint: n − 1 steps
transposed_length = "s*n + k - 2*p"
