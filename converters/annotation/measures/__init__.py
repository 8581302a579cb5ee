"""Measures: who must, may or should do what. `reading` finds predicates, `receivers` whom they address."""
