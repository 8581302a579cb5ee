"""The web side of Fagui: SPARQL protocol, dereferencing, dumps and pages over one release."""
