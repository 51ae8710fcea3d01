"""A page's document, read by one parser whether a browser ran its scripts or not."""

from clausecheck.connectors.website.reading.pages import page_of

__all__ = ["page_of"]
