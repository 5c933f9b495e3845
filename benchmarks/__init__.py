"""What the grader costs, how much it can be fooled, and the same for others; detection ops beside their oracles.

Run ``python -m benchmarks``.
"""
