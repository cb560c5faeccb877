"""How well search terms are judged: precision and recall of negatives, of additions, and whether every pound is told."""
