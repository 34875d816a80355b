"""What is computed from records of cases: the metrics, and the cases that were refused."""
