"""What others publish: source mappings, and the readers that bring published counts into a store."""
