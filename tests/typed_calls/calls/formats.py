import datetime

import formats
from formats import aio

reports = formats.ReportsApi()
speech = formats.SpeechApi()

# A required parameter that names the media type
title: str = reports.get_report(1, "json").title
csv: str = reports.get_report(1, "csv")
csv = reports.get_report(1, format="csv")
csv = reports.get_report(1, formats.Format.CSV)
title = reports.get_report(1, formats.Format.JSON).title
csv = reports.get_report_with_http_info(1, "csv").data


def of_some_format(form: str) -> formats.Report | str:
    return reports.get_report(1, form)


reports.get_report(1, "csv").title.upper()  # error
reports.get_report(1, "json").upper()  # error
reports.get_report(1, "xml").title.upper()  # error
reports.get_report(1, format=3)  # error
reports.get_report(1)  # error

# An optional one: without it, the value
titles = [report.title for report in reports.list_reports().data]
titles = [report.title for report in reports.list_reports(output="json").data]
titles = [report.title for report in reports.list_reports(output=None).data]
titles = [report.title for report in reports.list_reports_iter(page=3)]
xml: str = reports.list_reports(output="xml")
reports.list_reports().upper()  # error
reports.list_reports(output="xml").data  # error
reports.list_reports("xml")  # error

# Nothing but the media types
login: str = reports.list_stars(1)[0].login
login = reports.list_stars(1, accept="application/json")[0].login
when: datetime.datetime = reports.list_stars(1, accept="application/vnd.formats.star+json")[
    0
].starred_at
octets: bytes = reports.list_stars(1, accept="image/png").read()
reports.list_stars(1, accept="image/jpeg")  # error
reports.list_stars(1, accept="image/png")[0]  # error
reports.list_stars(1)[0].starred_at  # error
reports.list_stars(1, accept=True)  # error

# A field of the body, with types of client.yaml
text: str = speech.transcribe(file=b"x").text
text = speech.transcribe(file=b"x", response_format="json").text
text = speech.transcribe(file=b"x", response_format="text")
text = speech.transcribe(file=b"x", response_format="srt")
text = speech.transcribe({"file": b"x", "response_format": "srt"})
duration: float = speech.transcribe(file=b"x", response_format="verbose_json").duration
duration = speech.transcribe({"file": b"x", "response_format": "verbose_json"}).duration
either: formats.Transcription | formats.VerboseTranscription | str = speech.transcribe(
    formats.TranscriptionRequest(file=b"x", response_format="srt")
)
either = speech.transcribe(file=b"x", response_format="of tomorrow")
speech.transcribe(file=b"x").duration  # error
speech.transcribe(file=b"x", response_format="text").text  # error
speech.transcribe({"file": b"x", "response_format": "srt"}).text  # error
speech.transcribe(file=b"x", response_format=3)  # error
speech.transcribe(response_format="text")  # error

# One that may be null, in a body that may be left out
title = speech.export().title
title = speech.export(response_format=None).title
title = speech.export({"limit": 3}).title
title = speech.export(limit=3, response_format="json").title
plain: str = speech.export(response_format="text")
plain = speech.export({"response_format": "text", "limit": 3})
speech.export(response_format="text").title.upper()  # error
speech.export(limit="3")  # error
speech.export().upper()  # error

# A constant in each of two objects
title = speech.answer(formats.PlainQuestion(question="?")).title
title = speech.answer({"question": "?"}).title
title = speech.answer(question="?", stream=False).title
for user in speech.answer(formats.StreamedQuestion(question="?")):
    login = user.login
for user in speech.answer(question="?", stream=True, chunk_size=3):
    login = user.login
for user in speech.answer({"question": "?", "stream": True}):
    login = user.login
speech.answer(question="?", stream=True).title  # error
speech.answer(formats.StreamedQuestion(question="?")).title  # error
speech.answer(formats.PlainQuestion(question="?")).close()  # error
speech.answer(question="?", stream=False, chunk_size=3)  # error
speech.answer(question="?", stream="yes")  # error


async def twins(client: aio.ApiClient) -> tuple[str, bytes]:
    for report in (await client.reports.list_reports()).data:
        print(report.title)
    async for user in await client.speech.answer(question="?", stream=True):
        print(user.login)
    (await client.reports.get_report(1, "csv")).title.upper()  # error
    await client.speech.transcribe(file=b"x", response_format="srt").text  # error
    image = await client.reports.list_stars(1, accept="image/png")
    return await client.reports.get_report(1, "csv"), await image.read()
