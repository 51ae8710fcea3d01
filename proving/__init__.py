"""How much would slip through: breaches planted in honouring worlds, and mutants of the code that judges them.

`python -m proving` plants and mutates, and prints what was caught out of what was planted. It takes its time: it is
no part of the tests.
"""
