"""The machine dies: what a power failure leaves of log and cache (reliability.md E12, I10). Kills of the program alone
are in ../killed and in tst_log_kill."""
import os
import random
import sqlite3
import struct
import tempfile
import time

from rig import Client, FaultyDisk, SYNC, Serve, TRUNCATE, UNLINK, Upstream, WRITE, expect, wait_until

STEP = struct.Struct("=iIIxxxxqq")
CUTS = 60
PROMISED = 2.0  # Seconds: what is older is there after a power failure.


def read_trace(path):
    """Every change in the order in which it was made: (kind, file name, offset, size, bytes, seconds)."""
    with open(path, "rb") as file:
        data = file.read()
    steps, at = [], 0
    while at < len(data):
        kind, path_size, size, offset, micros = STEP.unpack_from(data, at)
        at += STEP.size
        name = os.path.basename(data[at:at + path_size].decode())
        at += path_size
        content = b""
        if kind == WRITE:
            content = data[at:at + size]
            at += size
        steps.append((kind, name, offset, content, micros / 1e6))
    return steps


def apply(image, step):
    kind, _, offset, content, _ = step
    if kind == WRITE:
        if len(image) < offset:
            image.extend(b"\0" * (offset - len(image)))
        image[offset:offset + len(content)] = content
    elif kind == TRUNCATE:
        if len(image) > offset:
            del image[offset:]
        else:
            image.extend(b"\0" * (offset - len(image)))


def survivors(pending, how):
    """What of the unsynced changes the disk had taken by chance: none, the first ones, any, any and one torn."""
    if how == "none":
        return []
    if how == "first":
        return pending[:random.randrange(len(pending) + 1)]
    kept = [step for step in pending if random.random() < 0.5]
    if how == "torn" and kept:
        at = random.randrange(len(kept))
        kind, name, offset, content, when = kept[at]
        kept[at] = (kind, name, offset, content[:len(content) // 1024 * 512], when)
    return kept


def check_image(files, ended, cut_at):
    """The database opens, is sound, and has each call and each answer that is older than promised."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            with open(os.path.join(folder, name), "wb") as file:
                file.write(content)
        database = sqlite3.connect(os.path.join(folder, "log.sqlite"))
        verdict = database.execute("PRAGMA integrity_check").fetchone()[0]
        expect(verdict == "ok", f"integrity after the cut at {cut_at:.3f}: {verdict}")
        tables = [row[0] for row in database.execute("SELECT name FROM sqlite_schema WHERE name = 'cache_entry'")]
        due = {text for text, when in ended.items() if when < cut_at - PROMISED}
        if not tables:
            expect(not due, "there is no log yet although calls are old enough")
            return 0
        rows = {row[0] for row in database.execute(
            "SELECT first_text FROM request JOIN request_detail USING (id) WHERE state = 1 AND status = 200")}
        entries = {row[0] for row in database.execute("SELECT first_text FROM cache_entry")}
        bodies = database.execute("SELECT count(*) FROM cache_entry LEFT JOIN cache_body USING (id) "
                                  "WHERE cache_body.id IS NULL").fetchone()[0]
        database.close()
        expect(due <= rows, f"{len(due - rows)} of {len(due)} calls that were two seconds old are lost")
        expect(due <= entries, f"{len(due - entries)} of {len(due)} answers that were two seconds old are lost")
        expect(bodies == 0, "an entry without its answer")
        return len(due)


def power_failure():
    """E12: the disk as a power failure leaves it, at sixty moments: synced changes, and any of the others by chance."""
    upstream = Upstream()
    with Serve(upstream, start=False) as serve:
        os.makedirs(serve.data)
        trace = os.path.join(serve.folder, "trace")
        serve.environment.update(FaultyDisk(serve.folder, serve.data, trace).environment)
        serve.start()
        ended = {}
        client = Client(serve)
        # Some load, a while without any (what was committed last must become safe by itself), some load.
        for batch, pause in (("one", 4), ("two", 0.3), ("three", 0.3), ("four", 4), ("five", 0)):
            upstream.random_bytes = random.choice((0, 60_000))
            for number in range(80):
                text = f"{batch} {number}"
                client.ask(text)
                ended[text] = time.monotonic()
            time.sleep(pause)
        serve.process.kill()
        serve.process.wait()
        steps = read_trace(trace)
        moments = sorted(random.sample(range(1, len(steps)), min(CUTS, len(steps) - 1)))
        # Also the quiet times, in which no step is made.
        synced, pending, checked, safe = {}, {}, 0, 0
        for index, step in enumerate(steps):
            kind, name, *_, when = step
            if name.endswith("-shm"):
                continue
            if kind == UNLINK:  # SQLite syncs the directory after it.
                synced.pop(name, None)
                pending.pop(name, None)
            elif kind == SYNC:
                image = synced.setdefault(name, bytearray())
                for earlier in pending.pop(name, ()):
                    apply(image, earlier)
            else:
                pending.setdefault(name, []).append(step)
            following = steps[index + 1][4] if index + 1 < len(steps) else when
            if index in moments or following - when > 0.5:
                files = {each: bytearray(content) for each, content in synced.items() if each.startswith("log.sqlite")}
                how = random.choice(("none", "none", "first", "any", "torn"))
                for each, unsynced in pending.items():
                    if each in ("log.sqlite", "log.sqlite-wal"):
                        for kept in survivors(unsynced, how):
                            apply(files.setdefault(each, bytearray()), kept)
                # The cut may come as late as just before the next step.
                safe = max(safe, check_image(files, ended, following))
                checked += 1
        expect(checked >= 20 and safe >= 200, f"too little was seen: {checked} cuts, {safe} calls that had to be safe")
        serve.start()
        wait_until(lambda: serve.rows() == len(ended), "after the kill itself nothing is missing")
        expect(serve.stop() == 0, "it ends well")
    upstream.close()


CASES = [power_failure]
