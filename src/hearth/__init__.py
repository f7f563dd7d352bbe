"""Hearth: measure and improve the difference that family hubs make. Knows nothing of any web framework."""
