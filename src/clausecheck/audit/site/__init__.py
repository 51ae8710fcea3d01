"""Facts for the promises about a website: its pages, held against what the target, the policy and registers say."""
