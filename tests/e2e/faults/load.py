"""Many streams, a down upstream, and the end under load (reliability.md F3, F4, F6)."""
import asyncio
import http.client
import http.server
import json
import resource
import signal
import threading
import time

from rig import Serve, Upstream, body_of, expect, status_of, wait_until

EVENT = b'data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"gpt-4.1","choices":[{"index":0,"delta":{"content":"hi"},"finish_reason":null}]}\n\n'
LAST = b'data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"gpt-4.1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n'
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"


def chunk(data):
    return b"%x\r\n%s\r\n" % (len(data), data)


class Streams:
    """Upstream and clients of many streams, on one event loop in a thread."""

    def __init__(self):
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()
        self.finish = self.run(self.make_event())
        self.server = self.run(asyncio.start_server(self.serve, "127.0.0.1", 0, backlog=2048))
        self.port = self.server.sockets[0].getsockname()[1]
        self.begun = 0

    async def make_event(self):
        return asyncio.Event()

    def run(self, work):
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(120)

    async def serve(self, reader, writer):
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
                body = await reader.readexactly(length)
                writer.write(HEAD + chunk(EVENT))
                await writer.drain()
                self.begun += 1
                if b"ends" in body:
                    await self.finish.wait()
                    writer.write(chunk(EVENT) + chunk(LAST) + b"0\r\n\r\n")
                    await writer.drain()
                else:
                    await reader.read(1)  # Until the proxy goes.
                    return
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def open_one(self, port, text):
        for attempt in range(5):
            try:
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                break
            except OSError:
                await asyncio.sleep(0.1 * (attempt + 1))
        body = body_of(text, stream=True).encode()
        writer.write(b"POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: Bearer sk-test\r\n"
                     b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (port, len(body), body))
        await writer.drain()
        await reader.readuntil(b"\n\n")
        return reader, writer

    async def open_many(self, port, texts):
        return await asyncio.gather(*(self.open_one(port, text) for text in texts))

    async def rest_of(self, streams):
        async def one(reader):
            try:
                return await reader.read()
            except OSError:
                return b""
        return await asyncio.gather(*(one(reader) for reader, _ in streams))

    async def read_whole(self, streams):
        return await asyncio.gather(*(reader.readuntil(b"\r\n0\r\n\r\n") for reader, _ in streams))

    async def close_all(self, streams):
        for _, writer in streams:
            writer.close()

    def close(self):
        self.loop.call_soon_threadsafe(self.server.close)


def thousand_idle_streams():
    """F4: a thousand open streams that say nothing."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    count = 1000 if hard >= 4096 else hard // 4
    upstream = Streams()
    with Serve(upstream) as serve:
        warm = upstream.run(upstream.open_many(serve.port, [f"warm {n}" for n in range(20)]))
        before = status_of(serve.process.pid, "VmRSS")
        streams = upstream.run(upstream.open_many(serve.port, [f"idle {n}" for n in range(count)]))
        expect(upstream.begun == count + 20, "each stream has begun")
        each = (status_of(serve.process.pid, "VmRSS") - before) / count
        expect(each < 64, f"an idle stream costs {each:.1f} KiB, at most 64 are allowed")
        times = []
        for _ in range(200):
            begun = time.monotonic()
            health = serve.health()
            times.append(time.monotonic() - begun)
        expect(health["open_calls"] == count + 20, f"open calls: {health['open_calls']}")
        times.sort()
        print(f"    {count} streams: {each:.1f} KiB each; health p50 {times[100] * 1e3:.1f} ms, p99 {times[197] * 1e3:.1f} ms")
        upstream.run(upstream.close_all(streams + warm))
        wait_until(lambda: serve.health()["open_calls"] == 0, "calls end with their clients")
        expect(serve.stop() == 0, "it ends well")
        expect(serve.rows() == count + 20, "each has its row")
    upstream.close()


def end_under_streams(how, stays):
    upstream = Streams()
    with Serve(upstream) as serve:
        ending = upstream.run(upstream.open_many(serve.port, [f"ends {n}" for n in range(50 - stays)]))
        staying = upstream.run(upstream.open_many(serve.port, [f"stays {n}" for n in range(stays)]))
        serve.process.send_signal(how)

        def refused():
            try:
                connection = http.client.HTTPConnection("127.0.0.1", serve.port, timeout=5)
                connection.request("POST", "/v1/chat/completions", body_of("late"), {"Content-Type": "application/json"})
                status = connection.getresponse().status
                connection.close()
                return status == 503
            except OSError:
                return True
        wait_until(refused, "no new call is taken")
        upstream.loop.call_soon_threadsafe(upstream.finish.set)
        for rest in upstream.run(upstream.read_whole(ending)):
            expect(rest.endswith(b"\r\n0\r\n\r\n") and b"[DONE]" in rest, "a stream that ends in time ends whole")
        for rest in upstream.run(upstream.rest_of(staying)):
            expect(b"0\r\n\r\n" not in rest, "a stream that is ended must not look whole")
        expect(serve.process.wait(60) == 0, f"exit code {serve.process.returncode}")
        states = dict(serve.query("SELECT state, count(*) FROM request WHERE outcome != 4 OR state != 5 GROUP BY state"))
        expect(states.get(1, 0) == 50 - stays, f"rows of whole streams: {states}")
        expect(sum(states.values()) >= 50 and 0 not in states, f"a row for every stream: {states}")
        expect(upstream.begun == 50, "nothing went upstream after the signal")
        serve.check_integrity()
    upstream.close()


def sigterm_with_streams():
    """F6: half of the streams end while it drains, half stay too long."""
    end_under_streams(signal.SIGTERM, 25)


def sighup_with_streams():
    """F6: the terminal closes."""
    end_under_streams(signal.SIGHUP, 0)


def upstream_down():
    """F3: an upstream that answers nothing but 503 is not stormed with retries."""
    seen = []

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            seen.append(1)
            self.send_response(503)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        log_message = lambda *_: None

    class Server(http.server.ThreadingHTTPServer):
        handle_error = lambda *_: None  # The proxy's connections end with it.

    server = Server(("127.0.0.1", 0), Handler)
    server.port = server.server_port
    threading.Thread(target=server.serve_forever, daemon=True).start()
    calls = 1200
    with Serve(server) as serve:
        def ask(name):
            connection = http.client.HTTPConnection("127.0.0.1", serve.port, timeout=60)
            for number in range(calls // 12):
                connection.request("POST", "/v1/chat/completions", body_of(f"{name} {number}"), {"Content-Type": "application/json"})
                response = connection.getresponse()
                response.read()
                expect(response.status == 503, f"status {response.status}")
        threads = [threading.Thread(target=ask, args=(name,)) for name in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        expect(len(seen) <= 1.2 * calls + 10, f"{len(seen)} calls upstream for {calls}")
        wait_until(lambda: serve.rows() == calls, f"{calls} rows")
        attempts = serve.query("SELECT sum(attempts) FROM request")[0][0]
        expect(attempts == len(seen), f"the log tells of {attempts} attempts, the upstream saw {len(seen)}")
        retries = serve.metrics()["cachescope_upstream_retries_total"]
        expect(retries == len(seen) - calls, f"the metrics tell of {retries} retries")
    server.shutdown()


CASES = [thousand_idle_streams, sigterm_with_streams, sighup_with_streams, upstream_down]
