"""The text of queries: tokens, guards, where a query fails to parse, examples."""
