import io
from pathlib import Path

import talk

files = talk.FilesApi()
completions = talk.CompletionsApi()

files.create_file({"file": b"x", "purpose": "batch"})
files.create_file({"file": Path("x"), "purpose": "batch"})
files.create_file({"file": io.BytesIO(b"x"), "purpose": "batch"})
files.create_file({"file": ("x.txt", b"x"), "purpose": "batch"})
files.create_file({"file": ("x.txt", Path("x"), "text/plain"), "purpose": "batch"})
files.create_file({"file": b"x", "purpose": "another"})
files.create_file({"file": b"x", "purpose": "batch", "expires_after": {"seconds": 3}})
files.create_file({"file": b"x", "purpose": "batch", "thumbnails": [b"x", Path("y")]})
completions.create_completion({"model": "small", "messages": []})
completions.create_completion({"model": "other", "messages": [{"role": "user", "content": "x"}]})
completions.create_completion(
    {"model": "small", "messages": [{"role": "tool", "content": "x", "tool_call_id": "1"}]}
)
completions.create_completion({"model": "small", "messages": [], "temperature": 0.5})
completions.create_completion({"model": "small", "messages": [], "temperature": 1})
completions.create_completion({"model": "small", "messages": [], "temperature": None})
completions.create_completion(
    {"model": "small", "messages": [talk.UserMessage(role="user", content="x")]}
)

files.create_file({"file": 3, "purpose": "batch"})  # error
files.create_file({"file": b"x"})  # error
files.create_file({"purpose": "batch"})  # error
files.create_file({"file": ("x.txt", 3), "purpose": "batch"})  # error
files.create_file({"file": io.StringIO("x"), "purpose": 3})  # error
files.create_file({"file": b"x", "purpose": "batch", "expires_after": {"second": 3}})  # error
files.create_file({"file": b"x", "purpose": "batch", "expires_after": 3})  # error
files.create_file({"file": b"x", "purpose": "batch", "thumbnails": 3})  # error
files.create_file({"flie": b"x", "purpose": "batch"})  # error
files.create_file(b"x")  # error
completions.create_completion({"model": "small"})  # error
completions.create_completion({"model": 3, "messages": []})  # error
completions.create_completion({"model": "small", "messages": {"role": "user"}})  # error
completions.create_completion({"model": "small", "messages": [{"role": "user"}]})  # error
completions.create_completion(model="small", messages=[{"role": "tool", "content": "x"}])  # error
completions.create_completion(model="a", messages=[{"role": "robot", "content": "x"}])  # error
completions.create_completion({"model": "small", "messages": [], "stream": "yes"})  # error
completions.create_completion({"model": "small", "messages": [], "temprature": 1})  # error
completions.create_completion(talk.Chunk(delta="x"))  # error
completions.create_completion("x")  # error

files.create_file(file=Path("x"), purpose="batch")
files.create_file(file=("x.txt", b"x"), purpose="vision", _headers={"X-A": "b"})
files.create_file(
    file=b"x", purpose="batch", expires_after=talk.CreateFileRequestExpiresAfter(seconds=1)
)
completions.create_completion(model="small", messages=[{"role": "user", "content": "x"}])

files.create_file(file=Path("x"))  # error
files.create_file(file=3, purpose="batch")  # error
files.create_file(flie=b"x", purpose="batch")  # error
completions.create_completion(model="small", messages=[], temprature=1)  # error
completions.create_completion(model="small", messages=[{"role": "robot"}])  # error
