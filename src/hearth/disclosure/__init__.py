"""What may be said: policies, protection, publishing, and the attacker that tries what was published."""
