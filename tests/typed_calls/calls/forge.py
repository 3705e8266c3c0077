import datetime

import forge
from forge.types import RuleParams

issues = forge.IssuesApi()
repos = forge.ReposApi()

issues.create("o", "r", {"title": "t"})
issues.create("o", "r", {"title": 3})
issues.create("o", "r", {"title": "t", "milestone": None})
issues.create("o", "r", {"title": "t", "milestone": 3})
issues.create("o", "r", {"title": "t", "labels": ["bug"]})
issues.create("o", "r", {"title": "t", "labels": ("bug", "new")})
issues.create("o", "r", {"title": "t", "labels": [{"id": 3}, "new"]})
issues.create("o", "r", {"title": "t", "labels": [{"color": None}]})
issues.create("o", "r", {"title": "t", "due": datetime.date(2024, 1, 2)})
issues.create("o", "r", {"title": "t", "due": "2024-01-02"})
repos.set_rules("o", "r", [])
repos.set_rules("o", "r", [{"type": "review", "count": 3}])
repos.set_rules("o", "r", [{"count": 3}])
repos.set_rules("o", "r", [{"type": "size", "max_size": 3}])
repos.set_rules("o", "r", [{"type": "size", "max-size": 3}])
repos.set_rules("o", "r", [forge.ReviewRule(count=3), {"type": "size", "max_size": 3}])
rule: RuleParams = {"type": "review", "count": 3, "next": {"type": "size", "max_size": 3}}
repos.set_rules("o", "r", [rule])

issues.create("o", "r", {})  # error
issues.create("o", "r", {"titel": "t"})  # error
issues.create("o", {"title": "t"})  # error
issues.create("o", "r", {"title": None})  # error
issues.create("o", "r", {"title": "t", "body": None})  # error
issues.create("o", "r", {"title": "t", "milestone": [3]})  # error
issues.create("o", "r", {"title": "t", "labels": [3]})  # error
issues.create("o", "r", {"title": "t", "labels": {"id": 3}})  # error
issues.create("o", "r", {"title": "t", "labels": [{"idd": 3}]})  # error
issues.create("o", "r", {"title": "t", "labels": [{"id": "3"}]})  # error
issues.create("o", "r", {"title": "t", "due": 3})  # error
issues.create("o", "r", [{"title": "t"}])  # error
repos.set_rules("o", "r", {"type": "review", "count": 3})  # error
repos.set_rules("o", "r", [{"type": "review"}])  # error
repos.set_rules("o", "r", [{"type": "review", "count": "3"}])  # error
repos.set_rules("o", "r", [{"type": "size", "count": 3}])  # error
repos.set_rules("o", "r", [{"type": "other", "count": 3}])  # error
repos.set_rules("o", "r", [forge.Issue(number=3)])  # error
repos.set_rules("o", "r", ["review"])  # error
bad: RuleParams = {"type": "review", "count": 3, "next": {"type": "size"}}  # error

issues.create("o", "r", title="t", labels=["bug"])
issues.create("o", repo="r", title=3, due="2024-01-02")
issues.create("o", "r", titel="t")  # error
issues.create("o", title="t")  # error
issues.create("o", "r", title="t", labels=[3])  # error
