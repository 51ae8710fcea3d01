"""The runs that were, in a database: what is new, what is fixed, since when, and who signed.

It knows no policy, target or system. Examples are pseudonyms under keys that rotate, so none of them takes part in
telling whether two findings are the same: `Finding.id` alone does.
"""
