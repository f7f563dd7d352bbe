"""Charts: what they show (`chart`, `of_measure`), and how they are drawn (`draw`), which only needs the extra."""
