"""What makes the models that ship: needs the repository and its data, and is no part of the wheel."""
