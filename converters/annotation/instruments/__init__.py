"""Policy instruments of an action: `classification` gives them."""
