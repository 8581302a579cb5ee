"""What a release says of a thing, as records that pages and documents show."""
