"""Programs that measure docbound and stand beside its tests: corpus, benchmarks, draft_score."""
