"""Mutants of the code that judges, and whether any scenario notices them.

`operators` makes them, `places` says where each lies and which are left out by rule, `staging` builds the scenarios
once and notes which lines each runs, `swapping` puts a mutant into a forked process, `trials` runs it there, and
`remembered` keeps what came of it, so that a run may be stopped and taken up again. What no scenario notices may be
held against the tests of the engine (`suite`, with `mutated`), which is told apart.

Left out by rule (`places.LEFT_OUT`), as no scenario could notice it, or none should have to:

- annotations: nothing reads them;
- the options of `@dataclass(frozen=…, kw_only=…)` and `zip(strict=…)`, which make a mistake loud, and `disjoint=`,
  which spares the database work: none ever changes an answer;
- the length in `String(255)`: no key is as long;
- 2 for a flag's 1, or -1 for its 0, directly in `case(…)`, `literal(…)` or `coalesce(…)`: the flag turned into the
  other one is tried, and that tells more;
- the 1 of `count(case((…, 1)))`: COUNT counts whatever is not NULL;
- a number that only names a state (members counted from 0 or 1, `A, B = 1, 2`), changed to one that none of the others
  has and that stands in the same order;
- what `where_to_look=` says, which is for people and which `tests/records` hold;
- `asks[-1]` for `asks[0]`: all asks that are answered together are of one place;
- -1 for the 0 that names the class that was scanned for, where it is the only one;
- what does not compile, and what compiles to the same bytecode as the line that stands there.
"""
