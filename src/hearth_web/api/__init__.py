"""What programs read: the same releases as JSON and CSV. Empty as yet."""
