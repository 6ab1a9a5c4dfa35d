"""The department's system: takes signed events, answers at once, and does the work afterwards."""

import html
import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from standardwebhooks import Webhook, WebhookVerificationError

from examples.department_system.inbox import Inbox
from examples.department_system.portal import Portal, Refused, Temporary

TRANSFERRED = "enforcement.case.transferred"
ANSWERED = {"accepted": "accepted", "sent_back": "sent back"}  # the API's states of a transfer, and ours of a letter
EVENT_MAX_BYTES = 64 * 1024
RETRY_SECONDS = (2, 5, 15, 60)  # the last one again and again
DOWNLOADS = 3  # of a transfer whose files do not match its list, before it is sent back


def say(what: str) -> None:
    print(f"{time.strftime('%H:%M:%S')}  {what}", flush=True)


class Department:
    """Receives events into the inbox and works through it in a thread of its own."""

    def __init__(
        self, portal: Portal, webhook_secret: str, inbox: Inbox, *, auto_accept: bool, tell: Callable[[str], None] = say
    ) -> None:
        self.portal, self.inbox, self.auto_accept, self.tell = portal, inbox, auto_accept, tell
        self._webhook = Webhook(webhook_secret)
        self._wake = threading.Event()

    # --- Receiving: verify, write down, answer ------------------------------------------------------------------------

    def receive(self, body: bytes, headers: dict[str, str]) -> int:
        """Take one webhook; the HTTP status to answer with."""
        try:
            self._webhook.verify(body, headers, json_parse=False)  # over the raw bytes, before anything is parsed
        except (WebhookVerificationError, ValueError) as error:  # ValueError: a header that is no signature at all
            self.tell(f"Refused an event that the portal has not signed ({error})")
            return 401
        try:
            event = json.loads(body)
            kind, data = event["type"], event["data"]
            number, label = str(data["id"]), str(data["label"])
        except (ValueError, KeyError, TypeError):
            return 400
        webhook_id = next(value for name, value in headers.items() if name.lower() == "webhook-id")
        if not self.inbox.add(webhook_id, kind, number, label, "waiting" if kind == TRANSFERRED else "noted"):
            self.tell(f"{label}: this event has come before, nothing to do")
            return 200
        self.tell(f"{label}: the portal tells us “{kind}”, and its signature is right")
        self._wake.set()
        return 202

    # --- Working: fetch, check, answer --------------------------------------------------------------------------------

    def work(self) -> None:
        """Work through the inbox for ever."""
        while True:
            self._wake.clear()
            while self.work_once():
                pass
            self._wake.wait(timeout=1)

    def work_once(self) -> bool:
        """Deal with the next letter whose time has come; False if there is none."""
        letter = self.inbox.next_due()
        if letter is None:
            return False
        try:
            self._deal_with(letter)
        except Temporary as trouble:
            wait = RETRY_SECONDS[min(letter["attempts"], len(RETRY_SECONDS) - 1)]
            self.inbox.postpone(letter["webhook_id"], wait, str(trouble))
            self.tell(f"{letter['label']}: {trouble}; once more in {wait} seconds")
        except Refused as refusal:
            if refusal.code == "already_answered":  # a moment ago; what the answer was, the next look shows
                self.inbox.postpone(letter["webhook_id"], 0, str(refusal))
                return True
            self.inbox.settle(letter["webhook_id"], "failed", str(refusal))
            self.tell(f"{letter['label']}: the portal refuses ({refusal}); a person must look at it")
        except (LookupError, TypeError, ValueError) as error:
            self.inbox.settle(letter["webhook_id"], "failed", f"{type(error).__name__}: {error}")
            self.tell(f"{letter['label']}: the portal's answer is not understood ({error}); a person must look at it")
        return True

    def _deal_with(self, letter) -> None:
        webhook_id, number, label = letter["webhook_id"], letter["number"], letter["label"]
        transfer = self.portal.transfer(number)
        answered = ANSWERED.get(transfer["status"])
        if answered is not None:  # by a person in the portal, or by us, and the confirmation never reached us
            self.inbox.settle(webhook_id, answered, transfer["receiver_ref"])
            self.tell(f"{label}: answered already ({answered}), nothing to do")
            return
        files = [self.portal.file(listed) for listed in transfer["files"]]
        self.tell(f"{label}: fetched the case with {len(files)} files")
        wrong = [file.name for file in files if not file.is_as_listed]
        if wrong and letter["attempts"] + 1 < DOWNLOADS:
            raise Temporary(f"not as the list says: {'、'.join(wrong)}")
        self.inbox.keep(webhook_id, transfer, files)
        if not wrong:
            self.tell(f"{label}: every file is as the list says")
        if not self.auto_accept:
            self.inbox.settle(webhook_id, "fetched", "、".join(wrong))
            return
        if wrong:
            explanation = "以下材料与移送清单不符，请重新提供：" + "、".join(wrong)
            self.portal.send_back(
                number, key=f"return-{webhook_id}", reason="package_incomplete", explanation=explanation
            )
            self.inbox.settle(webhook_id, "sent back", explanation)
            self.tell(f"{label}: sent back, {len(wrong)} files are not as the list says")
            return
        our_number = f"CG-{time.strftime('%Y')}-{int(number):05d}"
        self.portal.accept(number, key=f"accept-{webhook_id}", our_number=our_number)
        self.inbox.settle(webhook_id, "accepted", our_number)
        self.tell(f"{label}: accepted as our {our_number}; the case is ours from now on")


# --- HTTP ---------------------------------------------------------------------------------------------------------


def serve(department: Department, port: int) -> ThreadingHTTPServer:
    """A server for `POST /webhooks` and the page of what has been received; call `serve_forever` on it."""

    class Handler(BaseHTTPRequestHandler):
        timeout = 10  # seconds for a sender to say what it wants

        def do_POST(self) -> None:
            length = self.headers.get("Content-Length", "")
            if self.path != "/webhooks":
                return self.send_error(404)
            if not length.isdigit():
                return self.send_error(411)
            if int(length) > EVENT_MAX_BYTES:
                return self.send_error(413)
            status = department.receive(self.rfile.read(int(length)), dict(self.headers))
            return self._answer(status, "text/plain", "")

        def do_GET(self) -> None:
            if self.path != "/":
                return self.send_error(404)
            return self._answer(200, "text/html", page(department.inbox))

        def _answer(self, status: int, kind: str, text: str) -> None:
            content = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args) -> None: ...

    return ThreadingHTTPServer(("127.0.0.1", port), Handler)


STATES = {
    "waiting": "待处理 · waiting",
    "fetched": "已取回 · fetched",
    "accepted": "已接收 · accepted",
    "sent back": "已退回 · sent back",
    "failed": "须人工处理 · needs a person",
    "noted": "已知悉 · noted",
}
PAGE = """<!doctype html>
<html lang="zh-Hans"><meta charset="utf-8"><meta http-equiv="refresh" content="5">
<meta name="viewport" content="width=device-width"><title>部门业务系统（示例）</title>
<style>
body {{ font: 16px/1.6 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; margin: 2rem; }}
body {{ color: #1d2430; }}
table {{ border-collapse: collapse; width: 100%; }}
th, td {{ text-align: left; padding: .5rem .75rem; border-bottom: 1px solid #d7dce3; vertical-align: top; }}
p {{ color: #55606e; }}
</style>
<h1>收到的移送 · Transfers received</h1>
<p>部门业务系统示例：收到平台事件，验证签名，经接口取回案件和材料，核对清单后答复。</p>
<table>
<thead><tr><th>时间 · time</th><th>移送函 · letter</th><th>材料 · files</th>
<th>状态 · state</th><th>说明 · note</th></tr></thead>
<tbody>{rows}</tbody></table></html>
"""


def page(inbox: Inbox) -> str:
    """What has been received, newest first; everything in it came from outside and is escaped."""
    rows = "".join(
        "<tr>"
        + "".join(
            f"<td>{html.escape(str(cell))}</td>"
            for cell in (
                time.strftime("%m-%d %H:%M:%S", time.localtime(letter["received_at"])),
                letter["label"],
                letter["files"] or "–",
                STATES[letter["state"]],
                letter["note"] or "–",
            )
        )
        + "</tr>"
        for letter in inbox.letters()
    )
    return PAGE.format(rows=rows or '<tr><td colspan="5">尚无 · none yet</td></tr>')
