"""Privacy: personal data out of text, before anything is kept."""
