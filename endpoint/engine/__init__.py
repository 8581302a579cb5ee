"""Evaluation of queries: one interface, and the engines behind it."""
