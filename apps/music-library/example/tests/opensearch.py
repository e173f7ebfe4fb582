"""A stand-in of OpenSearch: the calls of `albums.index`, and refusal of what is not signed.

`python -m tests.opensearch` serves it by itself and prints its address.
"""

import json
import re
from difflib import get_close_matches
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

ACCESS = Credentials("testing", "testing")


class StandIn(ThreadingHTTPServer):
    """Indices with documents and their versions, on a port of loopback that nobody else has."""

    daemon_threads = True

    def __init__(self) -> None:
        """Listens at once."""
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.indices: dict[str, dict[str, tuple[int, dict]]] = {}
        # What it was told of itself, by path: rights, and where snapshots go.
        self.settings: dict[str, dict] = {}
        # What it answers to everything instead, when it is unwell.
        self.fault: int | None = None


class Handler(BaseHTTPRequestHandler):
    """Answers as the real one does, as far as anybody looks."""

    server: StandIn

    def do_PUT(self) -> None:
        """Keeps a document, unless a newer one is there, or what it is told of itself."""
        if self.path.startswith("/_"):
            self.handle_with(self.set, rf"^/(?P<name>{SETTINGS})$")
        else:
            self.handle_with(self.keep, r"^/(?P<index>\w+)/_doc/(?P<number>\d+)$")

    def do_POST(self) -> None:
        """Finds documents."""
        self.handle_with(self.find, r"^/(?P<index>\w+)/_search$")

    def handle_with(self, act: object, pattern: str) -> None:
        """Looks at signature and path, then answers."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        url = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(url.query).items()}
        matched = re.match(pattern, url.path)
        if self.server.fault:
            self.answer(self.server.fault, {"error": "unwell"})
        elif not self.is_signed(body):
            self.answer(403, {"message": "The request signature we calculated does not match"})
        elif not matched:
            self.answer(400, {"error": f"nothing is known of {self.command} {self.path}"})
        else:
            self.answer(*act(**matched.groupdict(), asked=asked, body=json.loads(body)))

    def is_signed(self, body: bytes) -> bool:
        """Signs the request itself, and compares."""
        given = self.headers.get("Authorization", "")
        if f"/{REGION}/es/aws4_request" not in given:
            return False
        names = re.search("SignedHeaders=([^,]+)", given)[1].split(";")
        headers = {name: self.headers[name] for name in names}
        url = f"{self.server.url}{self.path}"
        request = AWSRequest(self.command, url, data=body, headers=headers)
        request.context["timestamp"] = self.headers["X-Amz-Date"]
        auth = SigV4Auth(ACCESS, "es", REGION)
        text = auth.string_to_sign(request, auth.canonical_request(request))
        return given.endswith(f"Signature={auth.signature(text, request)}")

    def keep(self, index: str, number: str, asked: dict, body: dict) -> tuple[int, dict]:
        """By the caller's own versions: an older one is refused, the same one is kept again."""
        if asked.get("version_type") != "external_gte":
            return 400, {"error": "version_type must be external_gte"}
        version = int(asked["version"])
        documents = self.server.indices.setdefault(index, {})
        there, _ = documents.get(number, (0, {}))
        if version < there:
            return 409, {"error": {"type": "version_conflict_engine_exception"}}
        documents[number] = (version, body)
        return 201, {"_id": number, "_version": version}

    def set(self, name: str, asked: dict, body: dict) -> tuple[int, dict]:
        """Takes the place of what was told before."""
        self.server.settings[name] = body
        return 200, {"acknowledged": True}

    def find(self, index: str, asked: dict, body: dict) -> tuple[int, dict]:
        """Every word that is like one of the document's counts, as often as the field weighs."""
        if index not in self.server.indices and asked.get("ignore_unavailable") != "true":
            return 404, {"error": {"type": "index_not_found_exception"}}
        query = body["query"]["multi_match"]
        weights = [(*each.split("^"), "1")[:2] for each in query["fields"]]
        hits = []
        for number, (_, document) in self.server.indices.get(index, {}).items():
            score = sum(
                int(weight) * likeness(query["query"], document[field]) for field, weight in weights
            )
            if score:
                hits.append({"_id": number, "_score": score})
        hits.sort(key=lambda hit: -hit["_score"])
        return 200, {"hits": {"hits": hits[: body["size"]]}}

    def answer(self, status: int, what: dict) -> None:
        """Says it as JSON."""
        said = json.dumps(what).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


REGION = "eu-west-1"
SETTINGS = r"_plugins/_security/api/(?:roles|rolesmapping)/\w+|_snapshot/\w+"


def likeness(query: str, text: str) -> int:
    """How many words of a query are like one of the text's."""
    words = text.lower().split()
    return sum(1 for word in query.lower().split() if get_close_matches(word, words, 1, 0.8))


if __name__ == "__main__":
    with StandIn() as server:
        print(server.url, flush=True)
        server.serve_forever()
