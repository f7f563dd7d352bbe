"""What we mean: a framework as data, its measures and the language they are written in, loaded and checked."""
