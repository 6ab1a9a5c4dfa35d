"""Talking to the portal's API: a token of our own, a transfer with its files, our answer to it."""

import hashlib
import threading
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

import httpx2

TRANSFERS = "/api/v1/enforcement/transfers"


class Temporary(Exception):
    """Worth another try later: the portal cannot be reached, or asks for patience."""


class Refused(Exception):
    """The portal says no, and would say so again."""

    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(f"{status} {code}: {detail}")
        self.code = code


@dataclass(frozen=True)
class File:
    """One file of a transfer, as it arrived and as the manifest says it left."""

    name: str
    content: bytes
    size: int
    sha256: str

    @property
    def is_as_listed(self) -> bool:
        return len(self.content) == self.size and hashlib.sha256(self.content).hexdigest() == self.sha256


class Portal:
    """The API with our credentials. A token is kept until shortly before it expires, then replaced."""

    def __init__(self, address: str, client_id: str, client_secret: str) -> None:
        self.address = address.rstrip("/") + "/"
        self._credentials = (client_id, client_secret)
        self._http = httpx2.Client(timeout=15)
        self._token, self._good_until = "", 0.0
        self._lock = threading.Lock()

    def transfer(self, number: str) -> dict[str, Any]:
        """The letter, the case in it, and the list of its files."""
        return self._call("GET", f"{TRANSFERS}/{number}/").json()

    def file(self, listed: dict[str, Any]) -> File:
        """Download one file of a transfer's list."""
        content = self._call("GET", listed["url"]).content
        return File(listed["name"], content, listed["size"], listed["sha256"])

    def accept(self, number: str, *, key: str, our_number: str) -> None:
        """Take the case. The same key asked twice accepts once, so that we may ask again after a broken connection."""
        self._call("POST", f"{TRANSFERS}/{number}/accept/", key=key, json={"external_ref": our_number})

    def send_back(self, number: str, *, key: str, reason: str, explanation: str) -> None:
        """Send the case back with a coded reason."""
        self._call(
            "POST",
            f"{TRANSFERS}/{number}/send-back/",
            key=key,
            json={"reason_code": reason, "explanation": explanation},
        )

    def _call(self, method: str, path: str, key: str = "", json: Any = None) -> httpx2.Response:
        url = urljoin(self.address, path)
        if not url.startswith(self.address):
            raise Refused(0, "foreign_address", f"{url} is not the portal's; our token does not go there")
        for fresh in (False, True):
            headers = {"Authorization": f"Bearer {self._bearer(fresh)}", "Accept-Language": "zh-hans"}
            if key:
                headers["Idempotency-Key"] = key
            response = self._send(method, url, headers=headers, json=json)
            if response.status_code != 401:
                break  # else the token was withdrawn before its time: once more with a new one
        return self._checked(response)

    def _bearer(self, fresh: bool) -> str:
        with self._lock:
            if fresh or time.monotonic() > self._good_until:
                response = self._send(
                    "POST",
                    urljoin(self.address, "/oauth/token/"),
                    auth=self._credentials,
                    data={"grant_type": "client_credentials"},
                )
                answer = self._checked(response).json()
                self._token = answer["access_token"]
                self._good_until = time.monotonic() + answer["expires_in"] - 60
            return self._token

    def _send(self, method: str, url: str, **request: Any) -> httpx2.Response:
        try:
            return self._http.request(method, url, **request)
        except httpx2.HTTPError as error:
            raise Temporary(f"{type(error).__name__}: {error}") from error

    @staticmethod
    def _checked(response: httpx2.Response) -> httpx2.Response:
        if response.is_success:
            return response
        if response.status_code >= 500 or response.status_code in (408, 425, 429):
            raise Temporary(f"the portal answers {response.status_code}")
        try:
            problem = response.json()
        except ValueError:
            problem = {}
        raise Refused(response.status_code, problem.get("code", ""), problem.get("detail", response.reason_phrase))
