"""Calls of a forge for code, from its own description."""

import corpus_forge as api

issues = api.IssuesApi()

issues.create("o", "r", title="t", labels=["bug"], milestone=3, assignee=None)
issues.create("o", "r", title=3, labels=[{"name": "bug", "color": None}])
issues.create("o", "r", {"title": "t", "assignees": ["a"]}, _retries=0)
issues.create("o", repo="r", title="t")
issues.update("o", "r", 1, state="closed", title=None)
issues.update("o", "r", 1)
issues.add_labels("o", "r", 1, labels=["bug"])
issues.add_labels("o", "r", 1, ["bug"])
issues.lock("o", "r", 1, lock_reason="spam")
issues.create_milestone("o", "r", title="t", due_on="2024-01-02T03:04:05Z")
issues.list_for_repo("o", "r", state="open", since="2024-01-02T03:04:05Z", per_page=3)
print(issues.create("o", "r", title="t").number)

issues.create("o", "r")  # error
issues.create("o", title="t")  # error
issues.create("o", "r", titel="t")  # error
issues.create("o", "r", title=["t"])  # error
issues.create("o", "r", title="t", labels=[3])  # error
issues.create("o", "r", title="t", labels=[{"nmae": "bug"}])  # error
issues.create("o", "r", {"title": "t"}, labels=["bug"])  # error
issues.update("o", "r", "one", state="closed")  # error
issues.add_labels("o", "r", 1, labels=[3])  # error
issues.add_labels("o", "r", 1, label=["bug"])  # error
issues.list_for_repo("o", "r", since=3)  # error
print(issues.create("o", "r", title="t").nmuber)  # error
