"""Outside tools behind our own names: typst sets papers, segno draws codes."""
