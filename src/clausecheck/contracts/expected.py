"""One expectation, before it is run: the library's name for it, its terms, and what it says to a reader."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Expected:
    """`name` is the library's; `column` the column of the view that it is about, "" for the whole of it."""

    name: str
    role: str
    sentence: str
    column: str = ""
    terms: Mapping[str, object] = field(default_factory=dict)

    @property
    def kwargs(self) -> dict[str, object]:
        return {**({"column": self.column} if self.column else {}), **self.terms}


EXISTS = "expect_column_to_exist"
TYPED = "expect_column_values_to_be_in_type_list"
PRESENT = "expect_column_values_to_not_be_null"
UNIQUE = "expect_column_values_to_be_unique"
IN_SET = "expect_column_values_to_be_in_set"
NEWEST = "expect_column_max_to_be_between"
VOLUME = "expect_table_row_count_to_be_between"
