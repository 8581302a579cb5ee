"""The description of the endpoint's routes (OpenAPI 3.1), one small module of data for each view.

A route is described by an `Operation` in the module of its view; `document.py` collects them. A test
names every route without a description and every description without a route.
"""
