"""Actors: the names of those who act and of those addressed. `mentions` gives them for a part of a passage."""
