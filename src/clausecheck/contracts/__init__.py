"""Contracts of datasets: whether the rows that a verdict rests on can be trusted at all.

What a contract expects is derived from the roles of its dataset (`deriving`) and from `contracts/*.yaml` (`terms`);
great_expectations runs it (`expectations`, and `pages` for its Data Docs) over a view of the dataset that says words of
ours instead of values (`view`). `judging` brings both together for every place of a target.
"""
