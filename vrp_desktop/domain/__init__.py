"""What the words of the work mean: plain values and pure functions. "Today" is always an argument."""
