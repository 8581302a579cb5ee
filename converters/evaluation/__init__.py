"""How far the annotations that the layers find agree with those of careful readers.

`sheets.py` reads annotation lines, `goldsets.py` says which documents have gold, `matching.py` pairs
measures, `scoring.py` counts, `differences.py` lists what differs, `running.py` does it for a set,
`report.py` shows it, `figures.py` keeps the counts that a release publishes.
"""
