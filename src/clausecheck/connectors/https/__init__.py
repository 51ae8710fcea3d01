"""Interfaces of vendors, read over HTTPS: `api` asks, `answers` takes apart what came, `failures` says why nothing did.

Read-only, bounded in time, bytes and pages, and never sent on to another host.
"""
