"""What was seen, kept so that it can be checked again: facts, calls, terms; a manifest, its chain, its signature.

A run is written into `RUN.incomplete` while it lasts, every value redacted on its way in, and renamed to `RUN` once it
is whole. Nothing here decides an outcome; `audit.rejudging` does, from what is stored.
"""
