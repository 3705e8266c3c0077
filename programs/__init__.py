"""Programs that measure docbound, apart from its tests: corpus, benchmarks, draft_score."""
