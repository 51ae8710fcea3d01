"""What connectors observed: frozen dataclasses, never a judgement."""

from clausecheck.facts.accesses import Access
from clausecheck.facts.administrators import Administrator
from clausecheck.facts.backups import Backup, Protected
from clausecheck.facts.buckets import Bucket, PolicyStatement
from clausecheck.facts.collected import CollectedCategory
from clausecheck.facts.columns import KINDS_OF_DATA, Column
from clausecheck.facts.cookie_policies import CookieEntry, CookiePolicy, StoredAndTold
from clausecheck.facts.endpoints import Certificate, Endpoint
from clausecheck.facts.hops import Hop
from clausecheck.facts.keys import Key
from clausecheck.facts.log_stores import LogStore
from clausecheck.facts.mail import Exchanger, Mailbox, MailDomain
from clausecheck.facts.monitors import Monitor
from clausecheck.facts.outflows import Outflow
from clausecheck.facts.pages import Form, FormField, Link, Notice, Page
from clausecheck.facts.population import SHOWN, Fact, Population, Unreadable
from clausecheck.facts.records import Records, RowClass
from clausecheck.facts.scans import Scan
from clausecheck.facts.scope import Listed
from clausecheck.facts.site import (
    APPEARED,
    CHANGED,
    GONE,
    SAME,
    AskedField,
    PublishedContact,
    PublishedPlace,
    SignUp,
)
from clausecheck.facts.stores import Store
from clausecheck.facts.visits import (
    ACCEPTED,
    KINDS_OF_STORAGE,
    NO_CHOICE,
    REFUSED,
    SIGNAL,
    STATES,
    WITHDRAWN,
    ConsentBanner,
    ContactedHost,
    Requested,
    Stored,
    Trace,
    Visit,
)

__all__ = [
    "ACCEPTED",
    "APPEARED",
    "CHANGED",
    "GONE",
    "KINDS_OF_DATA",
    "KINDS_OF_STORAGE",
    "NO_CHOICE",
    "REFUSED",
    "SAME",
    "SHOWN",
    "SIGNAL",
    "STATES",
    "WITHDRAWN",
    "Access",
    "Administrator",
    "AskedField",
    "Backup",
    "Bucket",
    "Certificate",
    "CollectedCategory",
    "Column",
    "ConsentBanner",
    "ContactedHost",
    "CookieEntry",
    "CookiePolicy",
    "Endpoint",
    "Exchanger",
    "Fact",
    "Form",
    "FormField",
    "Hop",
    "Key",
    "Link",
    "Listed",
    "LogStore",
    "MailDomain",
    "Mailbox",
    "Monitor",
    "Notice",
    "Outflow",
    "Page",
    "PolicyStatement",
    "Population",
    "Protected",
    "PublishedContact",
    "PublishedPlace",
    "Records",
    "Requested",
    "RowClass",
    "Scan",
    "SignUp",
    "Store",
    "Stored",
    "StoredAndTold",
    "Trace",
    "Unreadable",
    "Visit",
]
