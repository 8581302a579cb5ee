"""Measures of speed and memory; no test depends on a time."""
