"""What the public reads: pages of a release, each a pure function of it."""
