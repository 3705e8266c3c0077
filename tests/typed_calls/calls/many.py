import many

events = many.EventsApi()

# One of six objects: a form for each
events.send_some(many.Start(id="a", start_at=1))
events.send_some({"id": "a", "pause_at": 1, "pause_by": "b"})
events.send_some(body_id="a", start_at=1)
events.send_some(body_id="a", skip_at=1, skip_by="b", id="c")
events.send_some(body_id="a", skip_at=1, _request_timeout=3)
events.send_some(body_id="a")  # error
events.send_some(body_id="a", skip_at="now")  # error
events.send_some(body_id="a", skip_at=1, pause_by="b")  # error
events.send_some(body_id="a", skipat=1)  # error
events.send_some(body_id="a", rate_at=1)  # error
events.send_some({"id": "a", "skip_at": "now"})  # error

# One of fourteen: one form for all, which knows their names and types
events.send_event(id="a", kick_at=1)
events.send_event(id="a", kick_at=1, kick_by="b", _headers={"X-A": "b"})
events.send_event({"id": "a", "vote_at": 1})
events.send_event(many.Vote(id="a", vote_at=1))
events.send_event(kick_at=1)  # error
events.send_event(id="a", kick_at="now")  # error
events.send_event(id="a", kickat=1)  # error
events.send_event(id=3, kick_at=1)  # error
events.send_event({"id": "a", "vote_at": "now"})  # error
events.send_event(many.Event)  # error
