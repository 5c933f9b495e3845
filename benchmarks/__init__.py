"""What the grader costs, how much it can be fooled, and the same for others: ``python -m benchmarks``."""
