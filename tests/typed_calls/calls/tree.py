"""Calls of a tree of methods, in both clients and the stub of tests."""

import tree
from tree import aio
from tree.testing import Stub

client = tree.ApiClient()
stub = Stub()

print(client.chat.completions.create(model="m").id)
print(client.chat.completions.create({"model": "m", "seed": 3}).id)
for chunk in client.chat.completions.create(model="m", stream=True):
    print(chunk.delta)
print(client.chat.completions.create(model="m", stream=False, _retries=0).id)
print(client.chat.completions.create_with_http_info(model="m").data.id)
for chunk in client.chat.completions.create_with_http_info(model="m", stream=True).data:
    print(chunk.delta)
print(client.chat.completions.create_without_preload_content(model="m", seed=3).status)
print(client.chat.completions.list(after="x").data[0].id)
for completion in client.chat.completions.list_iter():
    print(completion.id)
print(client.chat.completions.list_with_http_info().data.last_id)
print(client.chat.completions.messages.list("c")[0].text)
print(client.chat.ping_chat().upper())
print(client.pets.list()[0].upper())
print(client.beta.threads.runs.create("t", assistant="a").status)
print(client.beta.threads.runs.retrieve("t", "r").status)
print(client.beta.threads.runs.get("t", run="r").status)
print(client.with_options(timeout=3).beta.threads.runs.get("t", "r").status)
print(tree.ChatCompletionsApi(client).messages.list("c"))
completions: tree.ChatCompletionsApi = client.chat.completions
print(tree.BetaApi().threads.runs.get("t", "r"))
stub.chat.completions.create.returns(tree.Completion(id="c"))
stub.chat.completions.messages.list.returns([])
stub.beta.threads.runs.get.returns(tree.Run(status="ok"))
print(stub.client().chat.completions.messages.list("c"))


async def main() -> None:
    async with aio.ApiClient() as other:
        print((await other.chat.completions.create(model="m")).id)
        print((await other.chat.completions.messages.list("c"))[0].text)
        print((await other.beta.threads.runs.get("t", "r")).status)
        print((await other.chat.completions.create_with_http_info(model="m")).data.id)
        async for completion in other.chat.completions.list_iter():
            print(completion.id)
        twin: aio.BetaThreadsRunsApi = other.beta.threads.runs
        print(twin)
        print(await other.beta.threads.runs.get("t", "r", _hosts="x"))  # error
        print((await other.chat.completions.create(model="m")).idd)  # error
        print(await other.chat.completions.send(model="m"))  # error
        wrong: tree.BetaThreadsRunsApi = other.beta.threads.runs  # error
        print(wrong, (await other.pets.list())[0].uper())  # error


client.chat.completions.create()  # error
client.chat.completions.create(modle="m")  # error
client.chat.completions.create(model=3)  # error
print(client.chat.completions.create(model="m", stream=True).id)  # error
client.chat.completions.create({"model": "m", "sed": 3})  # error
client.chat.completions.create_with_http_info(modle="m")  # error
print(client.chat.completions.create_with_http_info(model="m").data.idd)  # error
client.chat.completions.create_without_preload_content(model=3)  # error
client.chat.completions.list(before="x")  # error
print(client.chat.completions.list().dta)  # error
client.chat.completions.messages.list()  # error
client.chat.completions.messages.list(3)  # error
client.chat.completions.message.list("c")  # error
client.chat.completion.list()  # error
client.chat.create_chat_completion(model="m")  # error
client.chat.create(model="m")  # error
client.chat.list_chat_completions()  # error
client.pets.pets_list()  # error
client.default.get_run("t", "r")  # error
client.beta.runs.get("t", "r")  # error
client.beta.threads.get("t", "r")  # error
client.beta.threads.runs.get("t")  # error
client.beta.threads.runs.create("t")  # error
client.beta.threads.runs.create("t", assistant=3)  # error
print(client.beta.threads.runs.get("t", "r").statsu)  # error
print(tree.ChatCompletionsApi(client).runs)  # error
stub.chat.completions.creates.returns({"id": "c"})  # error
stub.beta.runs.get.returns({"status": "ok"})  # error
