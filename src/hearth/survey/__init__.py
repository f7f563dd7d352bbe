"""What we ask: routing, coding and scoring of answers. Empty as yet."""
