"""How well search terms are judged: negatives, additions, and whether every pound is told."""
