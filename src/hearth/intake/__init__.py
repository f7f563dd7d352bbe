"""What we receive: readers of returns, their checks and findings. Empty as yet."""
