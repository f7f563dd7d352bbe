"""What may be said: policies, and the one door, publish(), from raw results to figures that are safe. Empty as yet."""
