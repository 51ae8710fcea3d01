"""Reports: pure functions of a run. The same run gives the same bytes; nothing here reads a clock or a system."""
