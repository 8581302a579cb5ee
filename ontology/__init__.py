"""The Fagui ontology: OWL terms, SKOS schemes, IRI patterns and the reasoning check."""
