"""What the fault tests share: an upstream that counts, `cachescope serve` with a disk that can be made to fail, a
client, and readers of metrics and log. Only Python's standard library."""
import http.client
import http.server
import json
import mmap
import os
import pathlib
import re
import shutil
import signal
import sqlite3
import struct
import subprocess
import tempfile
import threading
import time

PROGRAM = None  # Set by `run`.
SHIM = None

WRITE, SYNC, OPEN, TRUNCATE, READ, UNLINK = 1, 2, 4, 8, 16, 32


class Skip(Exception):
    """This machine cannot show it; the message says why."""


class Failed(Exception):
    pass


def expect(condition, message):
    if not condition:
        raise Failed(message)


def wait_until(condition, what, seconds=60):
    """Polls: what is waited for is an event elsewhere, and only its absence takes the whole time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.02)
    raise Failed(f"waited {seconds} s in vain: {what}")


class Upstream:
    """Answers as OpenAI's chat does and counts what reaches it."""

    def __init__(self, answer_bytes=200):
        outer = self
        self.seen = []
        self.lock = threading.Lock()
        self.filler = "x" * answer_bytes
        self.random_bytes = 0  # When set: an answer of this many bytes that no compression makes smaller.

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                text = json.loads(body)["messages"][-1]["content"]
                with outer.lock:
                    outer.seen.append(text)
                filler = os.urandom(outer.random_bytes // 2).hex() if outer.random_bytes else outer.filler
                answer = json.dumps({
                    "id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "gpt-4.1",
                    "choices": [{"index": 0, "message": {"role": "assistant", "content": text + filler},
                                 "finish_reason": "stop"}],
                    "usage": {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}}).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            log_message = lambda *_: None

        class Server(http.server.ThreadingHTTPServer):
            handle_error = lambda *_: None  # Clients and proxies are killed here on purpose.
            request_queue_size = 256

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class FaultyDisk:
    """The control file of faulty_disk.cpp."""
    FIELDS = ("kinds", "error", "per_mille", "countdown", "delay", "met", "struck", "clock")

    def __init__(self, folder, watched, trace=None):
        self.path = os.path.join(folder, "disk-control")
        with open(self.path, "wb") as file:
            file.write(b"\0" * 4096)
        with open(self.path, "r+b") as file:
            self.map = mmap.mmap(file.fileno(), 4096)
        self.environment = {"LD_PRELOAD": SHIM, "FAULTY_DISK_CONTROL": self.path,
                            "FAULTY_DISK_PATH": os.path.realpath(watched) + "/"}
        if trace:
            self.environment["FAULTY_DISK_TRACE"] = trace

    def set(self, **values):
        """`kinds` last: from then on the rest counts."""
        for name in sorted(values, key=lambda name: name == "kinds"):
            struct.pack_into("=i", self.map, 4 * self.FIELDS.index(name), values[name])

    def heal(self):
        self.set(kinds=0)

    def get(self, name):
        return struct.unpack_from("=i", self.map, 4 * self.FIELDS.index(name))[0]


class Serve:
    """One `cachescope serve` over a data directory; may be started again over the same one."""

    def __init__(self, upstream, folder=None, environment=None, options=(), config=None, start=True, url=None):
        self.own_folder = folder is None
        self.folder = folder or tempfile.mkdtemp(prefix="cachescope-faults-")
        self.data = os.path.join(self.folder, "data")
        self.errors = os.path.join(self.folder, "stderr")
        self.url = url or f"http://127.0.0.1:{upstream.port}"
        self.environment = dict(os.environ, CACHESCOPE_CONFIG=os.path.join(self.folder, "config.json"),
                                **(environment or {}))
        self.options = list(options)
        self.wrapper = []
        self.process = None
        if config is not None:
            pathlib.Path(self.folder, "config.json").write_text(json.dumps(config))
        if start:
            self.start()

    def launch(self):
        self.process = subprocess.Popen(
            self.wrapper + [PROGRAM, "serve", "--port", "0", "--data-dir", self.data, "--upstream",
                            f"openai={self.url}"] + self.options,
            stdout=subprocess.PIPE, stderr=open(self.errors, "a"), text=True, env=self.environment)
        line = self.process.stdout.readline()
        if not line.startswith("listening"):
            return False
        self.port = int(line.strip().rsplit(":", 1)[1])
        return True

    def start(self):
        expect(self.launch(), f"serve did not start: {self.stderr()[-500:]}")

    def stderr(self):
        return pathlib.Path(self.errors).read_text() if os.path.exists(self.errors) else ""

    def get(self, path):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("GET", path)
        text = connection.getresponse().read().decode()
        connection.close()
        return text

    def health(self):
        return json.loads(self.get("/_cachescope/health"))

    def metrics(self):
        """{"name{labels}": value}"""
        values = {}
        for line in self.get("/_cachescope/metrics").splitlines():
            if line and not line.startswith("#"):
                name, value = line.rsplit(" ", 1)
                values[name] = float(value)
        return values

    def requests_total(self):
        return sum(value for name, value in self.metrics().items() if name.startswith("cachescope_requests_total{"))

    def is_degraded(self):
        return self.metrics()["cachescope_log_degraded"] == 1

    @property
    def database(self):
        return os.path.join(self.data, "log.sqlite")

    def query(self, sql, path=None):
        connection = sqlite3.connect(f"file:{path or self.database}?mode=ro", uri=True, timeout=30)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    def rows(self):
        return self.query("SELECT count(*) FROM request WHERE state != 0")[0][0]

    def check_integrity(self):
        verdict = self.query("PRAGMA integrity_check")[0][0]
        expect(verdict == "ok", f"integrity: {verdict}")
        double = self.query("SELECT count(*) - count(DISTINCT uid) FROM request")[0][0]
        expect(double == 0, f"{double} calls are in the log twice")

    def stop(self):
        """Ends it as an operator would; its exit code."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(60)
        self.process.stdout.close()
        return code

    def close(self):
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        if self.own_folder:
            shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def body_of(text, **more):
    return json.dumps(dict({"model": "gpt-4.1", "messages": [{"role": "user", "content": text}]}, **more))


class Client:
    """One connection that asks one question after another and insists on the right answers."""

    def __init__(self, serve):
        self.connection = http.client.HTTPConnection("127.0.0.1", serve.port, timeout=60)

    def ask(self, text, fields=None):
        self.connection.request("POST", "/v1/chat/completions", body_of(text),
                                dict({"Content-Type": "application/json", "Authorization": "Bearer sk-test"},
                                     **(fields or {})))
        response = self.connection.getresponse()
        answer = response.read()
        expect(response.status == 200, f"'{text}' was answered {response.status}: {answer[:200]!r}")
        expect(json.loads(answer)["choices"][0]["message"]["content"].startswith(text), f"'{text}' got another answer")
        return response.headers.get("Cache-Status", "")

    def close(self):
        self.connection.close()


def ask_many(serve, prefix, count):
    client = Client(serve)
    for number in range(count):
        client.ask(f"{prefix} {number}")
    client.close()


def files_like(serve, part):
    return sorted(name for name in os.listdir(serve.data) if re.search(part, name))


def status_of(pid, name):
    """A number of /proc/PID/status; readable even where the process hides the rest of itself from its own user."""
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(name + ":"):
            return int(line.split()[1])
    raise Failed(f"process {pid} has no {name}")


def sockets_at(*ports):
    """TCP sockets that are open at these local ports or lead to them; those that only wait for their time to run
    out belong to nobody."""
    count = 0
    for line in pathlib.Path("/proc/net/tcp").read_text().splitlines()[1:]:
        local, remote, state = line.split()[1:4]
        if state != "06" and (int(local.split(":")[1], 16) in ports or int(remote.split(":")[1], 16) in ports):
            count += 1
    return count
