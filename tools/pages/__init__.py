"""What tools/docs.py writes: one file for each kind of page."""
