"""Connectors: one module a kind of system, each the same small Protocol, listed in `all_connectors`."""
