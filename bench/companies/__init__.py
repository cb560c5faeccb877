"""Three invented companies that nothing was fitted on, and what an audit makes of them.

Each folder holds ``world.toml`` (what it sells and how it is asked for), ``truth.csv`` (what every keyword truly is,
written by hand before any audit was run) and the shapes of its exports. ``drainage`` is for choosing, the others are
for measuring only.
"""
