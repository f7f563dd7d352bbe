"""The demonstration authority: invented places, people and answers, with known truths planted among them.

Nothing here is about a real place or person, and everything that shows says so.
"""
