"""Servers of others beside ours: the same data, the same queries, right answers first."""
