"""What an operator sees of a running endpoint: metrics and the access log."""
