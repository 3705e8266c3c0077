"""Calls of a service of language models, from its own description."""

from pathlib import Path
from typing import assert_type

import corpus_chat as api
from corpus_chat.api_response import Stream

chat = api.ChatApi()
files = api.FilesApi()
images = api.ImagesApi()


assert_type(
    chat.create_chat_completion(model="m", messages=[{"role": "user", "content": "x"}]),
    api.CreateChatCompletionResponse,
)
assert_type(
    chat.create_chat_completion(
        model="m", messages=[{"role": "user", "content": "x"}], stream=True, _request_timeout=9
    ),
    Stream[api.CreateChatCompletionStreamResponse],
)
assert_type(
    chat.create_chat_completion({"model": "m", "messages": [], "temperature": 0.5}),
    api.CreateChatCompletionResponse,
)
assert_type(
    chat.create_chat_completion({"model": "m", "messages": [], "stream": True}),
    Stream[api.CreateChatCompletionStreamResponse],
)
chat.create_chat_completion(
    model="m",
    messages=[
        {"role": "system", "content": "x"},
        {"role": "user", "content": [{"type": "text", "text": "x"}]},
        {"role": "tool", "content": "x", "tool_call_id": "1"},
    ],
    tools=[{"type": "function", "function": {"name": "f"}}],
    stop=["a", "b"],
    logit_bias={"1": 2},
    metadata={"a": "b"},
)
files.create_file(file=Path("x"), purpose="batch")
files.create_file({"file": ("x.txt", b"x"), "purpose": "assistants"})
assert_type(images.create_image(prompt="x"), api.ImagesResponse)
print(chat.list_chat_completions(limit=3).data)

chat.create_chat_completion(model="m")  # error
chat.create_chat_completion(messages=[])  # error
chat.create_chat_completion(model=3, messages=[])  # error
chat.create_chat_completion(model="m", messages="x")  # error
chat.create_chat_completion(model="m", messages=[{"role": "tool", "content": "x"}])  # error
chat.create_chat_completion(model="m", messages=[{"role": "user"}])  # error
chat.create_chat_completion(model="m", messages=[], temprature=1)  # error
chat.create_chat_completion(model="m", messages=[], stream="yes")  # error
chat.create_chat_completion(model="m", messages=[], logit_bias={"1": "2"})  # error
chat.create_chat_completion({"model": "m", "messages": [], "n": "3"})  # error
print(chat.create_chat_completion(model="m", messages=[], stream=True).choices)  # error
print(chat.create_chat_completion(model="m", messages=[]).chunks)  # error
files.create_file(file=3, purpose="batch")  # error
files.create_file(purpose="batch")  # error
images.create_image(prompt=3)  # error
