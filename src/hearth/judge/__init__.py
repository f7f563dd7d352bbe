"""What figures mean: trend, comparison, inequality and sentences, from published figures alone."""
