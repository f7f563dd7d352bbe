"""Receiving what partners send: uploads, findings, acceptance. Empty as yet."""
