"""What brings the tables of an older history up to this version: one alembic revision a file, in `versions/`."""
