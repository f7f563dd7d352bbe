"""Where analysts, hub managers and governance officers work. Empty as yet."""
