"""Speed as ratios, measured side by side in one run: `make bench` (design §8). Never part of the test suite."""
