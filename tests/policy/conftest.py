import shutil
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]

MAIN = """\
organisation: Small Ltd
title: Privacy Policy
version: "2024-03-15"
time_zone: America/New_York
contacts:
  email: {supplied_by: target}
  phone: "+1 555-0100"
  address: [Small Ltd, 1 Some Street]
  data_protection_officer: {supplied_by: target}
sections: [01-collect.yaml, 06-keep.yaml]
categories:
  communication_records: {noun: communication records, required: [key, recorded_at], optional: [hold]}
  marketing_data: {noun: marketing records, required: [key, subject], optional: []}
collection:
  1.1.a: {category: communication_records}
"""
COLLECT = """\
section: {id: 1, title: What we collect}
clauses:
  - {id: 1, title: Collection, promise: "We collect what follows.", severity: none, owner: dpo, informative: A heading.}
  - {id: 1.1, title: From you, promise: "You give us this.", severity: none, owner: dpo, informative: A heading.}
  - id: 1.1.a
    title: Requests for support
    promise: Requests for support are collected.
    severity: low
    owner: support
    obligations:
      - {kind: declared_collection, elements: [support_requests], basis: published}
"""
KEEP = """\
section: {id: 6, title: How long we keep it}
clauses:
  - {id: 6, title: Keeping, promise: "We keep it as follows.", severity: none, owner: dpo, informative: A heading.}
  - id: 6.a
    title: Communication records
    promise: Support records are kept for 5 years.
    severity: high
    owner: support
    obligations:
      - {kind: retention, category: communication_records, period: P5Y, anchor: recorded_at, basis: published}
      - {kind: backup_expiry, expires_within: P35D, basis: company, approved_by: engineering}
      - {kind: data_centre_report, covers: physical_access, interval: P1Y, basis: published}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small policy that is right."""
    path = tmp_path / "policy"
    shutil.copytree(REPOSITORY / "policy" / "schema", path / "schema")
    (path / "sections").mkdir()
    (path / "policy.yaml").write_text(MAIN)
    (path / "sections" / "01-collect.yaml").write_text(COLLECT)
    (path / "sections" / "06-keep.yaml").write_text(KEEP)
    return path
