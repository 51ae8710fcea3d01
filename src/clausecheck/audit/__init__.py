"""An audit without pytest: plans what to gather, gathers it concurrently, judges, makes findings."""
