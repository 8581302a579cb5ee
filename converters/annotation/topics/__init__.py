"""What a provision is about and for: matters, functions, defined terms."""
