"""Identity providers, read over HTTPS: Keycloak, Okta, Microsoft Entra ID, Google Workspace, GitHub organisations.

Each is a module with the connectors' names; `connectors.https` asks, `members` makes facts of what came.
"""
