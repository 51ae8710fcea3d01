"""What connectors observed: frozen dataclasses, never a judgement."""

from clausecheck.facts.administrators import Administrator
from clausecheck.facts.population import SHOWN, Fact, Population, Unreadable
from clausecheck.facts.records import Records, RowClass
from clausecheck.facts.stores import Store

__all__ = ["SHOWN", "Administrator", "Fact", "Population", "Records", "RowClass", "Store", "Unreadable"]
