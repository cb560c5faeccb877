"""Text to cells: dialect, records, header, and what a cell is: a number, a date, a word."""
