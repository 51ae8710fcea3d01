"""The frameworks and clauses that transfers rest on, from when until when each could carry one.

Sources: Commission Implementing Decision (EU) 2016/1250 of 12 July 2016 and the judgment C-311/18 of 16 July 2020
(Privacy Shield); (EU) 2023/1795 of 10 July 2023 (EU-US Data Privacy Framework); the Data Protection (Adequacy) (United
States of America) Regulations 2023, SI 2023/1028, in force on 12 October 2023 (UK extension); the Swiss Federal
Council's amendment of the Data Protection Ordinance of 14 August 2024, in force on 15 September 2024; Commission
Implementing Decision (EU) 2021/914, Art. 4: new clauses from 27 June 2021, old ones until 27 December 2022; the UK's
International Data Transfer Agreement and Addendum, in force on 21 March 2022.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final


@dataclass(frozen=True, kw_only=True)
class Instrument:
    """`ends` is the first day on which it carries nothing any more. `area` says whose people's data it is for."""

    word: str
    begins: date | None = None
    ends: date | None = None
    area: str = ""


EUROPE, KINGDOM, SWISS = "EEA", "GB", "CH"
_CLAUSES_END = date(2022, 12, 27)

FRAMEWORKS: Final = (
    Instrument(word="eu_us_data_privacy_framework", begins=date(2023, 7, 10), area=EUROPE),
    Instrument(word="uk_extension", begins=date(2023, 10, 12), area=KINGDOM),
    Instrument(word="swiss_us_data_privacy_framework", begins=date(2024, 9, 15), area=SWISS),
    Instrument(word="privacy_shield", begins=date(2016, 7, 12), ends=date(2020, 7, 16)),
)
CLAUSES: Final = (
    Instrument(word="2001", ends=_CLAUSES_END),
    Instrument(word="2004", ends=_CLAUSES_END),
    Instrument(word="2010", ends=_CLAUSES_END),
    Instrument(word="2021", begins=date(2021, 6, 27)),
    Instrument(word="uk_idta", begins=date(2022, 3, 21), area=KINGDOM),
    Instrument(word="uk_addendum", begins=date(2022, 3, 21), area=KINGDOM),
)
