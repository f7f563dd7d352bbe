"""Reviews and actions hung on measures, judged by the figures that follow. Empty as yet."""
