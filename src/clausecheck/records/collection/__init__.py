"""What is collected: columns and what they hold, credentials, consents, and what third parties supply (section 1)."""
