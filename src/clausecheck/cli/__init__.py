"""The command line: the only package that imports typer. Exit codes are those of the design."""

from clausecheck.cli.main import main

__all__ = ["main"]
