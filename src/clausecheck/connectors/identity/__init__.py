"""Identity providers, read over HTTPS: Keycloak, Okta, Microsoft Entra ID, Google Workspace, GitHub organisations.

Each is a module with the connectors' names; `api` asks, `answers` takes apart what came, `members` makes it facts.
"""
