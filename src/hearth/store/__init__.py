"""What we hold: records and aggregate rows at rest, the ledger of what was accepted, and the places."""
