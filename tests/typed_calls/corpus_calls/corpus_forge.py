"""Calls of a forge for code, from its own description."""

import corpus_forge as api

issues = api.IssuesApi()

issues.issues_create("o", "r", title="t", labels=["bug"], milestone=3, assignee=None)
issues.issues_create("o", "r", title=3, labels=[{"name": "bug", "color": None}])
issues.issues_create("o", "r", {"title": "t", "assignees": ["a"]}, _retries=0)
issues.issues_create("o", repo="r", title="t")
issues.issues_update("o", "r", 1, state="closed", title=None)
issues.issues_update("o", "r", 1)
issues.issues_add_labels("o", "r", 1, labels=["bug"])
issues.issues_add_labels("o", "r", 1, ["bug"])
issues.issues_lock("o", "r", 1, lock_reason="spam")
issues.issues_create_milestone("o", "r", title="t", due_on="2024-01-02T03:04:05Z")
issues.issues_list_for_repo("o", "r", state="open", since="2024-01-02T03:04:05Z", per_page=3)
print(issues.issues_create("o", "r", title="t").number)

issues.issues_create("o", "r")  # error
issues.issues_create("o", title="t")  # error
issues.issues_create("o", "r", titel="t")  # error
issues.issues_create("o", "r", title=["t"])  # error
issues.issues_create("o", "r", title="t", labels=[3])  # error
issues.issues_create("o", "r", title="t", labels=[{"nmae": "bug"}])  # error
issues.issues_create("o", "r", {"title": "t"}, labels=["bug"])  # error
issues.issues_update("o", "r", "one", state="closed")  # error
issues.issues_add_labels("o", "r", 1, labels=[3])  # error
issues.issues_add_labels("o", "r", 1, label=["bug"])  # error
issues.issues_list_for_repo("o", "r", since=3)  # error
print(issues.issues_create("o", "r", title="t").nmuber)  # error
