"""Queries answered from what a build has prepared: sorted columns of all quads, and an index of texts.

The engine looks at statements one by one; columns answer aggregates, sorting and text search over
everything in milliseconds. What the prepared part cannot answer exactly goes to the engine as it is.
"""
