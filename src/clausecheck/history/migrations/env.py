"""Alembic's entrance: the connection and its transaction are those of `clausecheck.history.opening`."""

from alembic import context

# Said aloud, since alembic would commit by itself where a database cannot take back a change of its tables.
context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
context.run_migrations()
