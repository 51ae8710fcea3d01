pytest_plugins = ["clausecheck.pytest_plugin"]
