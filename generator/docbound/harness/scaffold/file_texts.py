"""The files that ``docbound new`` begins a client with."""

from __future__ import annotations

from typing import Final

OPENAPI: Final = """\
# What the service does. Write down what its documentation states.
openapi: 3.1.0
info:
  title: {title}
  version: "1.0"
servers:
  - url: https://api.example.com # the base URL of the service
security:
  - token: []
tags:
  - name: greetings
    description: The first API class of the package; replace it by one of your own.
paths:
  /greetings/{{name}}:
    get:
      operationId: getGreeting # becomes the method get_greeting
      tags: [greetings]
      summary: Read a greeting
      description: Reads the greeting for one person.
      parameters:
        - name: name
          in: path
          required: true
          description: Whom to greet.
          schema: {{type: string}}
          example: Ada # for the pages, `docbound fixtures new` and `docbound record`
      responses:
        "200":
          description: The greeting.
          content:
            application/json:
              schema: {{$ref: "#/components/schemas/Greeting"}}
              example: {{text: "Hello, Ada!", language: en}}
        "404":
          description: There is no such person.
          content:
            application/json:
              schema: {{$ref: "#/components/schemas/Problem"}}
              example: {{message: There is no such person.}}
components:
  securitySchemes:
    token:
      type: http
      scheme: bearer
      description: An access token.
  schemas:
    Greeting:
      type: object
      description: A greeting.
      required: [text]
      properties:
        text: {{type: string, description: What to say.}}
        language: {{type: string, description: The language of the text.}}
    Problem:
      type: object
      description: Why a call failed.
      required: [message]
      properties:
        message: {{type: string, description: What is wrong.}}
"""

CLIENT: Final = """\
# yaml-language-server: $schema=../.schemas/client.schema.json
# What the package is called, and what no keyword of OpenAPI can say. Every key may be left out.
package: {package}
distribution: {distribution}
version: 0.1.0
{credentials}# pagination: # how an operation's pages follow each other, by operationId
#   listThings: {{kind: cursor, parameter: cursor, next: meta.next, items: things}}
# secret_fields: [token]    # fields that a repr hides and a recording replaces
"""

REFUSED: Final = """\
{client}: not begun, as the validator rejects the description; mend it, or go on with --lenient
"""

LENIENT: Final = """\
lenient: true # faults of the description are repaired or left out, and named
"""

CREDENTIALS: Final = """\
credentials:
  {scheme}:
    environment: {variable} # read by the package and by `docbound record`
"""

DOCUMENTED: Final = """\
# yaml-language-server: $schema=../.schemas/documented.schema.json
# What the documentation states, with sources. What is not stated here is not compared.
format: documented/1
sources:
  page: {{title: the service's documentation, address: "https://docs.example.com"}}
  # With `file: page.md` beside this file, `at: page:12` has to stand on line 12 of it.
at: page # the source of every fact that names no other
base_url: {base_url}
operations:
{operations}"""

WORKFLOW: Final = """\
name: docbound
on: [push, pull_request]
permissions:
  contents: read
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0
        with: {persist-credentials: false}
      - uses: actions/setup-python@e797f83bcb11b83ae66e0230d6156d7c80228e7c # v6.0.0
        with: {python-version: "3.12"}
      - run: pip install docbound
      # Findings are shown beside the lines of the change.
      - run: docbound check --format github
"""

PYPROJECT: Final = """\
# Where docbound finds what; these are the places that it uses anyway.
[tool.docbound]
specs = "specs"
generated = "generated"
fixtures = "tests/fixtures"

[tool.docbound.secrets]
# fields = ["pin"]      names that hold a secret, besides the usual ones
# exempt = ["token"]    names that do not
# allow = ["sk-test"]   texts that are no secrets
"""

NEXT: Final = """\
{client} is made. Next:

  1. Write the operations into {specs}/openapi.yaml,
     and what their documentation states into documented.yaml beside it.
  2. docbound regenerate {client}
  3. docbound fixtures new {client} OPERATION     a fixture from the description's examples
     docbound record {client} OPERATION           one from the live service, without its secrets
  4. docbound check                               the gate, also for CI
  5. pip install {generated}
"""
