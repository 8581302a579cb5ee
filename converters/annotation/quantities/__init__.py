"""Quantities: `reading` finds amounts, periods and dates in a passage."""
