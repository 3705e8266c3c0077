"""Signatures of webhooks: the vectors that services publish, and what must be refused."""

from __future__ import annotations

import base64
import hashlib
import hmac
import sys
from typing import Any

import pytest

from docbound.runtime.errors import (
    ApiTypeError,
    ApiValueError,
    InvalidJSONError,
    MissingDependencyError,
    WebhookVerificationError,
)
from docbound.runtime.webhooks import STANDARD, WebhookSignature, parse, unwrap, verify

STANDARD_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
STANDARD_BODY = b'{"test": 2432232314}'
STANDARD_NOW = 1614265330
STANDARD_SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
STANDARD_HEADERS = {
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": str(STANDARD_NOW),
    "webhook-signature": STANDARD_SIGNATURE,
}
GITHUB = WebhookSignature(header="X-Hub-Signature-256", prefix="sha256=")
SLACK = WebhookSignature(
    header="X-Slack-Signature",
    prefix="v0=",
    signed="v0:{timestamp}:{body}",
    timestamp_header="X-Slack-Request-Timestamp",
)
STRIPE = WebhookSignature(
    header="Stripe-Signature", prefix="v1=", timestamp_prefix="t=", signed="{timestamp}.{body}"
)
SHOPIFY = WebhookSignature(header="X-Shopify-Hmac-SHA256", encoding="base64")
SLACK_BODY = (
    "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
    "&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner"
    "&command=%2Fwebhook-collect&text="
    "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554"
    "%2F96rGlfmibIGlgcZRskXaIFfN"
    "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
)


def is_accepted(
    signature: WebhookSignature,
    body: str | bytes,
    headers: Any,
    secret: Any,
    now: int | None = None,
) -> bool:
    try:
        verify(signature, body, headers, secret, now=now)
    except WebhookVerificationError:
        return False
    return True


def test_the_vector_of_standard_webhooks() -> None:
    given = (STANDARD_HEADERS, STANDARD_SECRET, STANDARD_NOW)
    assert is_accepted(STANDARD, STANDARD_BODY, *given)
    assert not is_accepted(STANDARD, STANDARD_BODY + b" ", *given)


def test_the_vector_of_github() -> None:
    digest = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
    headers = {"X-Hub-Signature-256": f"sha256={digest}"}
    assert is_accepted(GITHUB, "Hello, World!", headers, "It's a Secret to Everybody")
    assert not is_accepted(GITHUB, "Hello, World!", headers, "It's a secret to everybody")


def test_the_vector_of_slack() -> None:
    headers = {
        "X-Slack-Signature": "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
        "X-Slack-Request-Timestamp": "1531420618",
    }
    assert is_accepted(SLACK, SLACK_BODY, headers, "8f742231b10e8888abcd99yyyzzz85a5", 1531420618)
    assert not is_accepted(SLACK, "", headers, "8f742231b10e8888abcd99yyyzzz85a5", 1531420618)


@pytest.mark.parametrize(
    ("algorithm", "digest"),
    [
        ("sha256", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        (
            "sha512",
            "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
            "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737",
        ),
    ],
)
def test_the_second_vector_of_rfc_4231(algorithm: str, digest: str) -> None:
    signature = WebhookSignature(header="Signature", algorithm=algorithm)
    body = "what do ya want for nothing?"
    assert is_accepted(signature, body, {"signature": digest}, "Jefe")
    assert not is_accepted(signature, body, {"signature": digest[::-1]}, "Jefe")
    encoded = base64.b64encode(bytes.fromhex(digest)).decode()
    for text in (encoded, encoded.translate(str.maketrans("+/", "-_")).rstrip("=")):
        in_base64 = WebhookSignature(header="Signature", algorithm=algorithm, encoding="base64")
        assert is_accepted(in_base64, body, {"signature": text}, b"Jefe")
    for encoding, secret in (("hex", b"Jefe".hex()), ("base64", "SmVmZQ==")):
        coded = WebhookSignature(
            header="Signature", algorithm=algorithm, secret_encoding=encoding, secret_prefix="k_"
        )
        assert is_accepted(coded, body, {"signature": digest}, f"k_{secret}")


def stripe(secret: str, moment: int, body: bytes) -> str:
    digest = hmac.new(secret.encode(), b"%d.%s" % (moment, body), hashlib.sha256).hexdigest()
    return f"v1={digest}"


def test_several_signatures_and_several_secrets() -> None:
    body = b'{"id": 1}'
    old, new = stripe("old", 1000, body), stripe("new", 1000, body)
    for parts in ((old, new), (new, old), (new, "v0=00", "v1=nonsense")):
        headers = {"Stripe-Signature": ",".join(("t=1000", *parts))}
        assert is_accepted(STRIPE, body, headers, ["other", "new"], 1000)
    headers = {"Stripe-Signature": f"t=1000,{old}"}
    assert is_accepted(STRIPE, body, headers, ("new", "old"), 1000)
    with pytest.raises(WebhookVerificationError, match="does not fit"):
        verify(STRIPE, body, headers, "new", now=1000)


def test_headers_in_every_form() -> None:
    forms: list[Any] = [
        STANDARD_HEADERS,
        {name.title(): value for name, value in STANDARD_HEADERS.items()},
        list(STANDARD_HEADERS.items()),
        [(name.encode(), value.encode()) for name, value in STANDARD_HEADERS.items()],
    ]
    for headers in forms:
        assert is_accepted(STANDARD, STANDARD_BODY, headers, STANDARD_SECRET, STANDARD_NOW)


@pytest.mark.parametrize(
    ("changes", "now", "said"),
    [
        ({}, STANDARD_NOW + 301, "301 seconds old; 300 are allowed"),
        ({}, STANDARD_NOW - 301, "301 seconds ahead of this machine's clock"),
        ({"webhook-timestamp": "1614265331"}, STANDARD_NOW, "does not fit"),
        ({"webhook-timestamp": "soon"}, STANDARD_NOW, "the moment of sending is missing"),
        ({"webhook-timestamp": None}, STANDARD_NOW, "the header webhook-timestamp, in seconds"),
        ({"webhook-id": None}, STANDARD_NOW, "the header webhook-id is missing, and it is signed"),
        ({"webhook-id": "msg_other"}, STANDARD_NOW, "does not fit"),
        ({"webhook-signature": None}, STANDARD_NOW, "holds no signature that begins with 'v1,'"),
        ({"webhook-signature": "v1a,AAAA"}, STANDARD_NOW, "holds no signature"),
        ({"webhook-signature": "v1,"}, STANDARD_NOW, "does not fit"),
        ({"webhook-signature": "v1,g0hM9SsE"}, STANDARD_NOW, "does not fit"),
        ({"webhook-signature": "v1,é"}, STANDARD_NOW, "does not fit"),
    ],
)
def test_what_is_refused(changes: dict[str, str | None], now: int, said: str) -> None:
    headers = {k: v for k, v in {**STANDARD_HEADERS, **changes}.items() if v is not None}
    with pytest.raises(WebhookVerificationError, match=said) as caught:
        unwrap("Any", STANDARD, STANDARD_BODY, headers, STANDARD_SECRET, now=now)
    assert STANDARD_SECRET.removeprefix("whsec_") not in str(caught.value)


@pytest.mark.parametrize("count", [2, 32])
def test_the_body_is_hashed_once_for_each_secret(
    count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Any] = []
    new = hmac.new

    def counted(*given: Any) -> Any:
        made.append(given)
        return new(*given)

    monkeypatch.setattr(hmac, "new", counted)
    headers = {"X-Hub-Signature-256": ",".join(["sha256=00"] * count)}
    assert not is_accepted(GITHUB, b"{}", headers, ["a", "b", "c"])
    assert len(made) == 3


def test_signatures_without_end_are_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(hmac, "new")
    headers = {"X-Hub-Signature-256": ",".join(["sha256=00"] * 33)}
    with pytest.raises(WebhookVerificationError, match="more than 32 signatures"):
        verify(GITHUB, b"{}", headers, "secret")


@pytest.mark.parametrize(
    ("changes", "kind", "said"),
    [
        ({"body": "\ud800"}, ApiValueError, "body holds a lone surrogate"),
        ({"secret": "\ud800"}, ApiValueError, "secret holds a lone surrogate"),
        ({"secret": None}, ApiTypeError, "secret is a str or bytes, or several"),
        ({"secret": [5]}, ApiTypeError, "secret is a str or bytes, not an? int"),
        ({"headers": None}, ApiTypeError, "headers are a mapping or pairs"),
        ({"headers": ["x"]}, ApiTypeError, "headers are pairs"),
        ({"headers": {"X-Hub-Signature-256": ["sha256=00"]}}, ApiTypeError, "not a list"),
        ({"headers": {5: "x"}}, ApiTypeError, "not an? int"),
    ],
)
def test_arguments_that_are_none(changes: dict[str, Any], kind: type[Exception], said: str) -> None:
    given: dict[str, Any] = {
        "body": b"{}",
        "headers": {"X-Hub-Signature-256": "sha256=00"},
        "secret": "s",
    }
    with pytest.raises(kind, match=said):
        verify(GITHUB, **{**given, **changes})


@pytest.mark.parametrize("moment", ["2021-02-25\ud80015:02:10Z", "2021-02-25\u202815:02:10Z"])
def test_a_moment_with_odd_characters_is_none(moment: str) -> None:
    headers = {**STANDARD_HEADERS, "webhook-timestamp": moment}
    with pytest.raises(WebhookVerificationError, match="moment of sending is missing"):
        verify(STANDARD, STANDARD_BODY, headers, STANDARD_SECRET, now=STANDARD_NOW)


def test_a_now_that_is_no_number_lets_nothing_through() -> None:
    with pytest.raises(WebhookVerificationError, match="are allowed"):
        verify(STANDARD, STANDARD_BODY, STANDARD_HEADERS, STANDARD_SECRET, now=float("nan"))


def test_every_changed_octet_is_noticed() -> None:
    for place in range(len(STANDARD_BODY)):
        changed = bytearray(STANDARD_BODY)
        changed[place] ^= 1
        with pytest.raises(WebhookVerificationError):
            verify(STANDARD, bytes(changed), STANDARD_HEADERS, STANDARD_SECRET, now=STANDARD_NOW)


@pytest.mark.parametrize("secret", ["", [], ["a", ""], b"", "whsec_", "whsec_!!"])
def test_secrets_that_are_none(secret: Any) -> None:
    with pytest.raises(ApiValueError, match=r"secret is (empty|not encoded)"):
        verify(STANDARD, b"{}", STANDARD_HEADERS, secret, now=STANDARD_NOW)


@pytest.mark.parametrize("encoding", ["text", "hex", "base64"])
@pytest.mark.parametrize(
    "secret", ["whsec_", "whsec_ ", "whsec_\n", " ", "\n", "\0", "\0\0", b" \r\n", b"\0"]
)
def test_a_secret_that_is_as_good_as_empty(secret: str | bytes, encoding: str) -> None:
    """To HMAC a key of NULs is the empty key, which everyone has."""
    signed = WebhookSignature(header="X-Sig", secret_prefix="whsec_", secret_encoding=encoding)
    for key in (b"", b" ", b"\n", b"\0", b" \r\n"):
        headers = {"X-Sig": hmac.new(key, b"{}", "sha256").hexdigest()}
        with pytest.raises(ApiValueError, match=r"secret is (empty|not encoded)"):
            verify(signed, b"{}", headers, secret)


def test_bodies() -> None:
    with pytest.raises(ApiTypeError, match="as they came, not a dict"):
        verify(GITHUB, {"a": 1}, {}, "secret")  # type: ignore[arg-type]
    read = unwrap(
        "Any", STANDARD, STANDARD_BODY, STANDARD_HEADERS, STANDARD_SECRET, now=STANDARD_NOW
    )
    assert read == {"test": 2432232314}
    with pytest.raises(InvalidJSONError):
        parse("Any", b"<xml/>")


def test_a_digest_without_a_prefix() -> None:
    digest = base64.b64encode(hmac.new(b"s", b"{}", hashlib.sha256).digest()).decode()
    assert is_accepted(SHOPIFY, b"{}", {"x-shopify-hmac-sha256": digest}, "s")
    assert not is_accepted(SHOPIFY, b"[]", {"x-shopify-hmac-sha256": digest}, "s")


# --- signatures of more than the body

TWILIO = WebhookSignature(
    header="X-Twilio-Signature", algorithm="sha1", encoding="base64", signed="{url}{form}"
)
TWILIO_URL = "https://example.com/myapp.php?foo=1&bar=2"
TWILIO_BODY = (
    "To=%2B18005551212&From=%2B14158675310&Digits=1234&Caller=%2B14158675310"
    "&CallSid=CA1234567890ABCDE"
)
TWILIO_HEADERS = {"X-Twilio-Signature": "L/OH5YylLD5NRKLltdqwSvS0BnU="}


def test_the_vector_of_twilio() -> None:
    verify(TWILIO, TWILIO_BODY, TWILIO_HEADERS, "12345", url=TWILIO_URL)
    for body, url in ((TWILIO_BODY, TWILIO_URL + "1"), (f"{TWILIO_BODY}&X=1", TWILIO_URL)):
        with pytest.raises(WebhookVerificationError, match="does not fit"):
            verify(TWILIO, body, TWILIO_HEADERS, "12345", url=url)
    with pytest.raises(ApiValueError, match="give url="):
        verify(TWILIO, TWILIO_BODY, TWILIO_HEADERS, "12345")


def test_a_form_as_payload() -> None:
    given = (TWILIO_BODY, TWILIO_HEADERS, "12345")
    read = unwrap("dict[str, str]", TWILIO, *given, url=TWILIO_URL, has_forms=True)
    assert read["CallSid"] == "CA1234567890ABCDE" and read["To"] == "+18005551212"
    assert parse("Any", "a=1&a=2&b=", has_forms=True) == {"a": ["1", "2"], "b": ""}
    assert parse("Any", '{"a": 1}', has_forms=True) == {"a": 1}


@pytest.mark.parametrize(
    ("moment", "signed"),
    [
        ("1614265330", "{timestamp}.{body}"),
        ("1614265330000", "POST{url}{body}{timestamp}"),
        ("2021-02-25T15:02:10Z", "{timestamp}{body}"),
        ("2021-02-25T17:02:10.000+02:00", "{timestamp}{body}"),
    ],
)
def test_moments_in_every_form(moment: str, signed: str) -> None:
    signature = WebhookSignature(
        header="Signature", signed=signed, timestamp_header="Moment", encoding="base64"
    )
    url = "https://ours.example/hook"
    text = signed.format(timestamp=moment, body="{}", url=url)
    digest = base64.b64encode(hmac.new(b"s", text.encode(), hashlib.sha256).digest()).decode()
    headers = {"Signature": digest, "Moment": moment}
    verify(signature, b"{}", headers, "s", now=STANDARD_NOW + 299, url=url)
    for now in (STANDARD_NOW + 301, STANDARD_NOW - 301):
        with pytest.raises(WebhookVerificationError, match="301 seconds"):
            verify(signature, b"{}", headers, "s", now=now, url=url)


@pytest.mark.parametrize("moment", ["2021-02-25T15:02:10", "soon", "", "-1", "1e9", "²"])
def test_moments_that_are_none(moment: str) -> None:
    signature = WebhookSignature(
        header="Signature", signed="{timestamp}{body}", timestamp_header="Moment"
    )
    headers = {"Signature": "00", "Moment": moment}
    with pytest.raises(WebhookVerificationError, match="the moment of sending is missing"):
        verify(signature, b"{}", headers, "s", now=STANDARD_NOW)


# --- signatures that a public key checks

PUBLIC_KEY = "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4="
PUBLIC_SIGNATURE = (
    "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg=="
)
PUBLIC_HEADERS = {**STANDARD_HEADERS, "webhook-signature": PUBLIC_SIGNATURE}
DISCORD = WebhookSignature(
    header="X-Signature-Ed25519",
    algorithm="ed25519",
    signed="{timestamp}{body}",
    timestamp_header="X-Signature-Timestamp",
    secret_encoding="hex",
)
SENDGRID = WebhookSignature(
    header="X-Twilio-Email-Event-Webhook-Signature",
    algorithm="ecdsa-sha256",
    encoding="base64",
    signed="{timestamp}{body}",
    timestamp_header="X-Twilio-Email-Event-Webhook-Timestamp",
    secret_encoding="base64",
)
SENDGRID_BODY = (
    b'[{"email":"hello@world.com","event":"dropped","reason":"Bounced Address",'
    b'"sg_event_id":"ZHJvcC0xMDk5NDkxOS1MUnpYbF9OSFN0T0doUTRrb2ZTbV9BLTA",'
    b'"sg_message_id":"LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0",'
    b'"smtp-id":"<LRzXl_NHStOGhQ4kofSm_A@ismtpd0039p1iad1.sendgrid.net>",'
    b'"timestamp":1600112492}]\r\n'
)
SENDGRID_KEY = (
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+"
    "2fNNRaINXvVpiglSI8eNEc6wEA3F+g=="
)
SENDGRID_HEADERS = {
    SENDGRID.header: (
        "MEUCIGHQVtGj+Y3LkG9fLcxf3qfI10QysgDWmMOVmxG0u6ZUAiEAyBiXDWzM+uOe5W0JuG+luQAbPIqHh89M15Tlu"
        "LtEZtM="
    ),
    SENDGRID.timestamp_header: "1600112502",
}
SCANNING = WebhookSignature(
    header="Github-Public-Key-Signature", algorithm="ecdsa-sha256", encoding="base64"
)
SCANNING_BODY = (
    '[{"source":"commit","token":"some_token","type":"some_type",'
    '"url":"https://example.com/base-repo-url/"}]'
)
SCANNING_KEY = """-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEYAGMWO8XgCamYKMJS6jc/qgvSlAd
AjPuDPRcXU22YxgBrz+zoN19MzuRyW87qEt9/AmtoNP5GrobzUvQSyJFVw==
-----END PUBLIC KEY-----
"""
SCANNING_HEADERS = {
    SCANNING.header: (
        "MEQCIQDaMKqrGnE27S0kgMrEK0eYBmyG0LeZismAEz/BgZyt7AIfXt9fErtRS4XaeSt/AO1RtBY66YcAdjxji410V"
        "QV4xg=="
    )
}
RFC_8032_KEY = "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"
RFC_8032_SIGNATURE = (
    "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
    "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
)


def test_the_vector_of_standard_webhooks_for_public_keys() -> None:
    pytest.importorskip("cryptography", reason="the extra webhooks is not installed")
    given = (PUBLIC_HEADERS, PUBLIC_KEY, STANDARD_NOW)
    assert is_accepted(STANDARD, STANDARD_BODY, *given)
    assert not is_accepted(STANDARD, STANDARD_BODY + b" ", *given)
    both = {**STANDARD_HEADERS, "webhook-signature": f"{STANDARD_SIGNATURE} {PUBLIC_SIGNATURE}"}
    for key in (PUBLIC_KEY, STANDARD_SECRET, [PUBLIC_KEY, STANDARD_SECRET], PUBLIC_KEY.encode()):
        assert is_accepted(STANDARD, STANDARD_BODY, both, key, STANDARD_NOW)
    with pytest.raises(WebhookVerificationError, match="begins with 'v1a,'"):
        verify(STANDARD, STANDARD_BODY, STANDARD_HEADERS, PUBLIC_KEY, now=STANDARD_NOW)


def test_nobody_signs_with_the_public_key() -> None:
    """What everyone knows is no secret: HMAC with the public key as its secret is refused."""
    pytest.importorskip("cryptography", reason="the extra webhooks is not installed")
    message = b"msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330." + STANDARD_BODY
    for key in (PUBLIC_KEY.encode(), base64.b64decode(PUBLIC_KEY.removeprefix("whpk_"))):
        forged = base64.b64encode(hmac.new(key, message, "sha256").digest()).decode()
        for version in ("v1", "v1a"):
            headers = {**STANDARD_HEADERS, "webhook-signature": f"{version},{forged}"}
            assert not is_accepted(STANDARD, STANDARD_BODY, headers, PUBLIC_KEY, STANDARD_NOW)
    with pytest.raises(ApiValueError, match="which is a private key; give the public one"):
        verify(STANDARD, b"{}", PUBLIC_HEADERS, "whsk_6Xb/dCcHpPea21PS", now=STANDARD_NOW)


@pytest.mark.parametrize(
    ("signature", "body", "headers", "key", "now"),
    [
        (SENDGRID, SENDGRID_BODY, SENDGRID_HEADERS, SENDGRID_KEY, 1600112600),
        (SCANNING, SCANNING_BODY.encode(), SCANNING_HEADERS, SCANNING_KEY, None),
        (
            WebhookSignature(header="Signature", algorithm="ed25519", secret_encoding="hex"),
            bytes.fromhex("af82"),
            {"signature": RFC_8032_SIGNATURE},
            RFC_8032_KEY,
            None,
        ),
    ],
)
def test_published_vectors_of_public_keys(
    signature: WebhookSignature, body: bytes, headers: dict[str, str], key: str, now: int | None
) -> None:
    pytest.importorskip("cryptography", reason="the extra webhooks is not installed")
    assert is_accepted(signature, body, headers, key, now)
    for place in range(len(body)):
        changed = bytearray(body)
        changed[place] ^= 1
        assert not is_accepted(signature, bytes(changed), headers, key, now)
    (name,) = (each for each in headers if each.lower() == signature.header.lower())
    for made in ("", "00", "AAAA", "!"):
        assert not is_accepted(signature, body, {**headers, name: made}, key, now)


def test_a_signature_as_discord_makes_it() -> None:
    library = pytest.importorskip(
        "cryptography.hazmat.primitives.asymmetric.ed25519", reason="the extra is not installed"
    )
    private = library.Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw().hex()
    headers = {
        "X-Signature-Ed25519": private.sign(b'1700000000{"type":1}').hex(),
        "X-Signature-Timestamp": "1700000000",
    }
    assert is_accepted(DISCORD, b'{"type":1}', headers, public, 1700000001)
    assert not is_accepted(DISCORD, b'{"type":2}', headers, public, 1700000001)
    assert not is_accepted(DISCORD, b'{"type":1}', headers, public, 1700000301)
    other = library.Ed25519PrivateKey.generate().public_key().public_bytes_raw().hex()
    assert is_accepted(DISCORD, b'{"type":1}', headers, [other, public], 1700000001)


@pytest.mark.parametrize(
    ("signature", "key"),
    [
        (DISCORD, "00" * 31),
        (DISCORD, SENDGRID_KEY.encode()),
        (SENDGRID, base64.b64encode(bytes(32)).decode()),
        (SCANNING, "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"),
        (STANDARD, "whpk_AAAA"),
    ],
)
def test_keys_that_are_none(signature: WebhookSignature, key: str | bytes) -> None:
    pytest.importorskip("cryptography", reason="the extra webhooks is not installed")
    with pytest.raises(ApiValueError, match="secret is no public key of"):
        verify(signature, b"{}", {}, key)


def test_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cryptography.hazmat.primitives.serialization", None)
    with pytest.raises(MissingDependencyError, match="its extra `webhooks`"):
        verify(STANDARD, b"{}", PUBLIC_HEADERS, PUBLIC_KEY, now=STANDARD_NOW)


def test_a_signature_of_an_rsa_key() -> None:
    rsa = pytest.importorskip(
        "cryptography.hazmat.primitives.asymmetric.rsa", reason="the extra is not installed"
    )
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import padding

    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    public = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    signature = WebhookSignature(header="Signature", algorithm="rsa-sha256", encoding="base64")
    made = private.sign(b"{}", padding.PKCS1v15(), hashes.SHA256())
    headers = {"Signature": base64.b64encode(made).decode()}
    assert is_accepted(signature, b"{}", headers, public.decode())
    assert not is_accepted(signature, b"[]", headers, public.decode())
    with pytest.raises(ApiValueError, match="no public key of rsa-sha256"):
        verify(signature, b"{}", headers, SCANNING_KEY)
