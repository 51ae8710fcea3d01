"""What the audit costs, beside what the same question costs otherwise. `python -m benchmarks` prints the table."""
