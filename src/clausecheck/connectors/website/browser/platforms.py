"""The buttons of common consent platforms, where their customers leave them as they are.

As the vendors' default templates have them, and as the rules of DuckDuckGo's autoconsent
(github.com/duckduckgo/autoconsent, `rules/` and `lib/cmps/`) and Consent-O-Matic use them. A site that changes them
names its own in the target. `withdraw` is given where the platform itself offers a way on every page.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, kw_only=True)
class Platform:
    """CSS selectors: `banner` is there while a choice is asked for; each choice is one button after the other."""

    name: str
    banner: str
    accept: tuple[str, ...]
    refuse: tuple[str, ...]
    withdraw: tuple[str, ...] = ()

    @property
    def steps(self) -> Mapping[str, tuple[str, ...]]:
        return {"accept": self.accept, "refuse": self.refuse, "withdraw": self.withdraw}


PLATFORMS: Final = (
    Platform(
        name="OneTrust", banner="#onetrust-banner-sdk",
        accept=("#onetrust-accept-btn-handler",), refuse=("#onetrust-reject-all-handler",),
        withdraw=("#ot-sdk-btn, .ot-sdk-show-settings, .ot-floating-button__open", ".ot-pc-refuse-all-handler"),
    ),
    Platform(
        name="Cookiebot", banner="#CybotCookiebotDialog",
        accept=("#CybotCookiebotDialogBodyLevelButtonLevelOptinAllowAll, #CybotCookiebotDialogBodyButtonAccept",),
        refuse=("#CybotCookiebotDialogBodyButtonDecline",),
        withdraw=(".CookiebotWidget-logo", "#CookiebotWidget-btn-withdraw"),
    ),
    Platform(
        name="Usercentrics", banner="#usercentrics-root, #usercentrics-cmp-ui, #usercentrics-button",
        accept=("[data-testid=uc-accept-all-button], #uc-btn-accept-banner, button#accept",),
        refuse=("[data-testid=uc-deny-all-button], #uc-btn-deny-banner, button#deny",),
    ),
    Platform(
        name="Didomi", banner="#didomi-popup, #didomi-notice",
        accept=("#didomi-notice-agree-button",),
        refuse=("#didomi-notice-disagree-button, .didomi-continue-without-agreeing",),
    ),
    Platform(
        name="Quantcast", banner="#qc-cmp2-ui",
        accept=(".qc-cmp2-summary-buttons > button[mode=primary]",),
        refuse=("#disagree-btn:not([disabled]), .qc-cmp2-summary-buttons > button[mode=secondary]:nth-of-type(2)",),
    ),
    Platform(
        name="Borlabs Cookie", banner="#BorlabsCookieBox",
        accept=(".brlbs-btn-accept-all, a[data-cookie-accept-all]",),
        refuse=(".brlbs-btn-accept-only-essential, a[data-cookie-refuse]",),
    ),
    Platform(
        name="Klaro", banner=".klaro > .cookie-notice, .klaro > .cookie-modal",
        accept=(".klaro .cm-btn-accept-all, .klaro .cookie-notice .cm-btn-success",), refuse=(".klaro .cn-decline",),
    ),
    Platform(
        name="CookieConsent", banner="#cc-main .cm-wrapper",
        accept=("#cc-main .cm__btn[data-role=all]",), refuse=("#cc-main .cm__btn[data-role=necessary]",),
    ),
    Platform(
        name="Complianz", banner=".cmplz-cookiebanner",
        accept=(".cmplz-cookiebanner .cmplz-accept",), refuse=(".cmplz-cookiebanner .cmplz-deny",),
    ),
    Platform(
        name="CookieYes", banner=".cky-consent-container",
        accept=(".cky-btn-accept",), refuse=(".cky-btn-reject",),
    ),
    Platform(
        name="Osano", banner=".osano-cm-dialog",
        accept=(".osano-cm-accept-all",), refuse=(".osano-cm-denyAll",),
    ),
    Platform(
        name="TrustArc", banner="#truste-consent-track",
        accept=("#truste-consent-button",), refuse=("#truste-consent-required",),
    ),
    Platform(
        name="tarteaucitron", banner="#tarteaucitronAlertBig",
        accept=("#tarteaucitronPersonalize2",), refuse=("#tarteaucitronAllDenied2",),
    ),
)  # fmt: skip
