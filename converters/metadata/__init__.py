"""What a document says about itself: title, bodies, dates, type, jurisdiction."""
