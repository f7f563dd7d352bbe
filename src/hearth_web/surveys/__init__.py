"""Asking on a phone, a tablet or paper: open waves and the answers given to them. Empty as yet."""
