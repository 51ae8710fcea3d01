"""Mutants of the code that judges, and whether any scenario notices them.

`operators` makes them, `places` says where each lies and which are left out by rule, `staging` builds the scenarios
once and notes which lines each runs, `swapping` puts a mutant into a forked process, `trials` runs it there, and
`remembered` keeps what came of it, so that a run may be stopped and taken up again.

Left out by rule (`places.LEFT_OUT`), as no scenario could notice it, or none should have to:

- annotations: nothing reads them;
- the options of `@dataclass(frozen=…, kw_only=…)`: they make a mistake loud and never change an answer;
- the length in `String(255)`: no key is as long;
- what does not compile, and what compiles to the same bytecode as the line that stands there.
"""
