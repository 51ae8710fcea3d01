"""Marketing providers: whom they no longer write to, and whom they wrote to, as tables that a dataset can name.

Each is a module with `read(system)`, which gives its tables, and the connectors' names. `connectors.sql.provided` puts
the tables into a private file, from where they are read as any database is.
"""
