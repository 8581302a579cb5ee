"""One module for each part of the site: its addresses and what they answer."""
