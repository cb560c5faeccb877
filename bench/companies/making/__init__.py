"""What the three companies share: figures, people, searches, calls and the exports' shapes, all from a seed."""
