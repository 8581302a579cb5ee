"""Figures about speed and memory: measured on request, no test depends on them."""
