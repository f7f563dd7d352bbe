"""What others publish: source mappings, and what they bring in: counts into a store, and figures beside ours."""
