"""What the provisions of a document say: norms, actors, sectors, citations, quantities, terms.

One layer a module, each a pure function from a `Passage` to frozen records (`records.py`), testable
alone with `Passage.of("…")`. `annotate.py` puts the layers together. Rules state grammar; vocabulary
stands in `data/lexicons` (`lexicons.py`).
"""
