"""Section 8: no is as near as yes, and lasts as long."""

import pytest

from clausecheck.errors import Violation
from clausecheck.facts import ConsentBanner, Population


@pytest.mark.obligation("choice_symmetry")
def test_refusing_is_as_easy_as_accepting(consent_banners: Population[ConsentBanner]) -> None:
    """Whoever does not want to be tracked says so in no more steps than whoever does, and is asked again no sooner.

    Where yes is one button and no lies behind settings, or is asked for again until it is a yes, many say yes to be rid
    of the question, and that is no consent. Two browsers that know nothing answer the banner, one by refusing and one
    by accepting everything. A step is a button that is used, or a page that has to be gone to first, by the shortest
    way that is known of a common platform or that the target names. How long an answer is remembered is told by the
    cookies that both answers leave behind. Size, colour and words of the buttons are not compared.

    Violated: refusing takes more steps than accepting, or a cookie that both answers leave behind ends a day sooner, or
    more, after a refusal.

    Remedy: put a button that refuses everything beside the one that accepts everything, on the same layer, and remember
    either answer for the same time. Where there is a shorter way to refuse, name its buttons in the target.

    Source: GDPR Art. 4(11) and 7(3); 11 CCR 7004(a)(2) (CCPA); CNIL, SAN-2021-023 (Google) and SAN-2021-024 (Facebook);
    EDPB, report of the Cookie Banner Taskforce (2023); FTC, Chitika (2011).
    """
    harder = [one for one in consent_banners if _is_harder(one)]
    forgotten = [one for one in consent_banners if one.days_sooner > 0]
    offending = {id(one) for one in (*harder, *forgotten)}
    if offending:
        raise Violation(
            promised="Refusing takes no more steps than accepting, and is remembered as long.",
            found="Refusing is the longer way, or is forgotten sooner",
            offenders=[one for one in consent_banners if id(one) in offending],
            remedy="Offer both answers side by side, and remember either for the same time.",
            counts={
                "steps_to_refuse": sum(filter(None, (one.refusing for one in harder))),
                "steps_to_accept": sum(filter(None, (one.accepting for one in harder))),
                "days_forgotten_sooner": sum(one.days_sooner for one in forgotten),
            },
        )


def _is_harder(banner: ConsentBanner) -> bool:
    return banner.refusing is not None and banner.accepting is not None and banner.refusing > banner.accepting
