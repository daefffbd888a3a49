"""What is fast, measured by ratios in one run."""
