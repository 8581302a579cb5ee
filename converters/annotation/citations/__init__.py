"""Citations: `reading` finds them in the passages of a document."""
