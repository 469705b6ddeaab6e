"""The disk under log and cache fails while calls run: full, read-only, slow, locked, damaged, gone (reliability.md I7,
E2 to E6, E8). In each case every call is answered, metrics and health say what is wrong, it recovers by itself, and
the log has a row for each call or counts the loss."""
import os
import pathlib
import shutil
import sqlite3
import subprocess
import threading
import time

from rig import (Client, FaultyDisk, OPEN, READ, SYNC, Serve, Skip, TRUNCATE, Upstream, WRITE, ask_many, expect, files_like,
                 wait_until)


def recovered(serve, calls):
    """Healthy again without a restart, and nothing lost that is not counted."""
    wait_until(lambda: not serve.is_degraded(), "the log is written again")
    wait_until(lambda: serve.metrics()["cachescope_log_queue_rows"] == 0, "the queue is empty")
    metrics = serve.metrics()
    dropped = int(metrics["cachescope_log_dropped_total"])
    wait_until(lambda: serve.rows() + dropped == calls, f"{calls} rows ({serve.rows()} there, {dropped} dropped)")
    expect(serve.requests_total() == calls, "every call is counted")
    wait_until(lambda: not serve.health()["log_degraded"], "health says that it is well")
    serve.check_integrity()


def degraded(serve):
    wait_until(serve.is_degraded, "metrics say that the log cannot be written")
    expect(serve.health()["log_degraded"], "health says so, too")


class SmallDisk:
    """A file system of its own in memory; only in the mount namespace that `run` entered."""

    def __init__(self, folder, size="24m"):
        self.path = os.path.join(folder, "disk")
        os.makedirs(self.path)
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size},mode=700", "none", self.path],
                              stderr=subprocess.PIPE, text=True)
        if done.returncode != 0:
            raise Skip(f"no file system may be mounted here: {done.stderr.strip()}")

    def remount(self, how):
        done = subprocess.run(["mount", "-o", f"remount,{how}", self.path], stderr=subprocess.PIPE, text=True)
        if done.returncode != 0:
            raise Skip(f"cannot remount: {done.stderr.strip()}")

    def close(self):
        subprocess.run(["umount", "-l", self.path], stderr=subprocess.DEVNULL)


def on_small_disk(case):
    def run():
        upstream = Upstream()
        serve = Serve(upstream, start=False)
        disk = SmallDisk(serve.folder)
        try:
            serve.data = os.path.join(disk.path, "data")
            serve.start()
            case(upstream, serve, disk)
        finally:
            serve.close()
            disk.close()
            upstream.close()
    run.__doc__ = case.__doc__
    run.__name__ = case.__name__
    return run


@on_small_disk
def full_disk(upstream, serve, disk):
    """E3: a file system fills, and is freed."""
    ask_many(serve, "before", 20)
    filler = os.path.join(disk.path, "filler")
    with open(filler, "wb", buffering=0) as file:  # A buffer would fail once more when it is closed.
        try:
            while True:
                file.write(b"x" * 65536)
        except OSError:
            pass
    upstream.random_bytes = 20_000
    ask_many(serve, "full", 200)
    degraded(serve)
    wait_until(lambda: "disk" in serve.stderr() and serve.data in serve.stderr(), "stderr names the place and what is wrong")
    hit = Client(serve).ask("full 7")
    expect("hit" in hit, f"the cache serves from memory meanwhile: {hit}")
    os.unlink(filler)
    recovered(serve, 221)
    ask_many(serve, "after", 20)
    recovered(serve, 241)
    expect(serve.stop() == 0, "it ends well")


@on_small_disk
def read_only_disk(upstream, serve, disk):
    """E5: the file system becomes read-only, and writable again."""
    def remount_ro():
        # The kernel refuses while a file is open for writing; a read-only disk is then what a broken one becomes.
        disk.remount("ro")
    ask_many(serve, "before", 10)
    serve.stop()
    remount_ro()
    expect(not serve.launch(), "serve must not start where it cannot write")
    expect(serve.process.wait(30) == 3, "exit code 3")
    wait_until(lambda: serve.data in serve.stderr(), "the message names the place")
    disk.remount("rw")
    serve.start()
    ask_many(serve, "after", 10)
    wait_until(lambda: serve.rows() == 20, "20 rows")


def with_faulty_disk(case):
    def run():
        upstream = Upstream()
        serve = Serve(upstream, start=False)
        os.makedirs(serve.data)
        disk = FaultyDisk(serve.folder, serve.data)
        serve.environment.update(disk.environment)
        try:
            serve.start()
            case(upstream, serve, disk)
        finally:
            disk.heal()
            serve.close()
            upstream.close()
    run.__doc__ = case.__doc__
    run.__name__ = case.__name__
    return run


@with_faulty_disk
def disk_that_refuses(upstream, serve, disk):
    """E3, E5: ENOSPC and EROFS from the running program's own system calls."""
    calls = 0
    for number, error in enumerate((28, 30, 5)):
        disk.set(error=error, per_mille=1000, kinds=WRITE | TRUNCATE)
        ask_many(serve, f"refused {number}", 30)
        calls += 30
        degraded(serve)
        disk.heal()
        recovered(serve, calls)
    expect(serve.stop() == 0, "it ends well")


@with_faulty_disk
def slow_disk(upstream, serve, disk):
    """I7: writes and syncs take 1.5 s each; calls do not wait for them."""
    disk.set(delay=1500, error=0, kinds=WRITE | SYNC)
    ask_many(serve, "slow", 300)
    # Were calls to wait for the disk, the first row would be there long before the last answer.
    rows = serve.rows()
    expect(rows == 0, f"all 300 calls were answered before the disk had taken one row, not {rows}")
    expect("hit" in Client(serve).ask("slow 3"), "the cache serves meanwhile")
    disk.heal()
    recovered(serve, 301)


def locked_database():
    """E5: another process holds the write lock."""
    upstream = Upstream()
    with Serve(upstream) as serve:
        ask_many(serve, "before", 10)
        wait_until(lambda: serve.rows() == 10, "10 rows")
        other = sqlite3.connect(serve.database, timeout=30, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        ask_many(serve, "locked", 40)
        degraded(serve)
        wait_until(lambda: "locked" in serve.stderr(), "stderr says that it is locked")
        other.execute("ROLLBACK")
        other.close()
        recovered(serve, 50)
        expect(serve.stop() == 0, "it ends well")
    upstream.close()


def damage(path, kind):
    size = os.path.getsize(path)
    with open(path, "r+b") as file:
        if kind == "garbage":
            for start in range(0, size, 8192):
                file.seek(start)
                file.write(os.urandom(8192))
        elif kind == "cut":
            file.truncate(size // 2 // 8192 * 8192)
        elif kind == "pages":
            for start in range(8192, size, 8192):
                file.seek(start + 100)
                file.write(os.urandom(4000))


def damaged_while_running(kind):
    upstream = Upstream()
    with Serve(upstream) as serve:
        ask_many(serve, "before", 60)
        wait_until(lambda: serve.rows() == 60, "60 rows")
        # Into the file itself, so that the damage is not hidden by the write-ahead log.
        flush = sqlite3.connect(serve.database, timeout=30)
        flush.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        flush.close()
        damage(serve.database, kind)
        calls = 60

        def aside_or_well():
            nonlocal calls
            ask_many(serve, f"after {calls}", 10)
            calls += 10
            return files_like(serve, r"^log\.sqlite\.damaged-[0-9-]+$")
        aside = wait_until(aside_or_well, "the damaged file is set aside", 90)
        expect(os.path.getsize(os.path.join(serve.data, aside[0])) > 0, "it is kept")
        wait_until(lambda: not serve.is_degraded(), "the log is written again")
        ask_many(serve, "healed", 25)
        def healed():
            return serve.query("SELECT count(*) FROM request JOIN request_detail USING (id) "
                               "WHERE first_text LIKE 'healed %' AND state = 1")[0][0] == 25
        wait_until(healed, "the fresh log has the newer calls")
        serve.check_integrity()
        wait_until(lambda: "set aside" in serve.stderr(), "stderr says what happened")
        # The admin API reads the file that is there now.
        token = pathlib.Path(serve.data, "admin-token").read_text().strip()
        import http.client
        import json
        def read_by_api():
            connection = http.client.HTTPConnection("127.0.0.1", serve.port, timeout=30)
            connection.request("GET", "/_cachescope/requests?limit=1", headers={"Authorization": f"Bearer {token}"})
            response = connection.getresponse()
            text = response.read().decode()
            connection.close()
            return response.status == 200 and "healed 24" in text
        wait_until(read_by_api, "the admin API shows the newest call")
        expect(serve.stop() == 0, "it ends well")
        serve.start()
        expect(files_like(serve, r"^log\.sqlite\.damaged-[0-9-]+$") == aside, "a restart keeps it and adds none")
        serve.stop()
    upstream.close()


def garbage_in_the_file():
    """E8 while running: every page overwritten."""
    damaged_while_running("garbage")


def pages_overwritten():
    """E8 while running: what is behind the page headers overwritten."""
    damaged_while_running("pages")


def file_cut():
    """E8 while running: half of the file gone."""
    damaged_while_running("cut")


def removed_file():
    """The database, then the whole directory, is removed while serve runs."""
    upstream = Upstream()
    with Serve(upstream) as serve:
        ask_many(serve, "before", 10)
        wait_until(lambda: serve.rows() == 10, "10 rows")
        for suffix in ("", "-wal", "-shm"):
            os.unlink(serve.database + suffix)
        number = 0

        def is_back():
            nonlocal number
            number += 1
            Client(serve).ask(f"removed {number}")
            return os.path.exists(serve.database)
        wait_until(is_back, "a fresh file")
        ask_many(serve, "fresh", 20)
        wait_until(lambda: serve.rows() >= 20, "rows in the fresh file")
        away = serve.data + "-away"
        os.rename(serve.data, away)
        time.sleep(1.1)  # The program looks once a second.
        ask_many(serve, "away", 20)
        degraded(serve)
        os.rename(away, serve.data)
        wait_until(lambda: not serve.is_degraded(), "well again when the directory is back")
        def there():
            return serve.query("SELECT count(*) FROM request JOIN request_detail USING (id) "
                               "WHERE first_text LIKE 'away %'")[0][0] == 20
        wait_until(there, "the calls of meanwhile are in the log")
        expect(serve.stop() == 0, "it ends well")
    upstream.close()


def reader_that_stays():
    """E6: a reader holds an old state under load: calls go on, the log grows, and it is said."""
    upstream = Upstream()
    upstream.random_bytes = 400_000
    with Serve(upstream) as serve:
        ask_many(serve, "before", 2)
        wait_until(lambda: serve.rows() == 2, "2 rows")
        reader = sqlite3.connect(f"file:{serve.database}?mode=ro", uri=True, isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM request").fetchall()
        calls = 2
        said = lambda: "reading an old state" in serve.stderr()
        while not said():
            expect(os.path.getsize(serve.database + "-wal") < 512 << 20, "the write-ahead log must not grow unsaid")
            ask_many(serve, f"under {calls}", 20)
            calls += 20
        expect(not serve.is_degraded(), "a long log is no failure")
        expect(reader.execute("SELECT count(*) FROM request").fetchall() == [(2,)], "the reader kept its state")
        reader.execute("ROLLBACK")
        reader.close()
        upstream.random_bytes = 0
        ask_many(serve, "after", 5)
        calls += 5
        wait_until(lambda: serve.rows() == calls, f"{calls} rows")
        wait_until(lambda: os.path.getsize(serve.database + "-wal") <= 64 << 20, "the write-ahead log is emptied")
        serve.check_integrity()
        expect(serve.stop() == 0, "it ends well")
    upstream.close()


@with_faulty_disk
def every_nth_call_fails(upstream, serve, disk):
    """E2: EIO on the n-th write, sync, open, truncation, read; n grows until a round does not meet it."""
    calls = 0
    for kind, name in ((WRITE, "pwrite"), (SYNC, "fdatasync"), (OPEN, "openat"), (TRUNCATE, "ftruncate"), (READ, "pread")):
        n, step = 1, 1
        while True:
            before = disk.get("struck")
            disk.set(error=5, per_mille=0, countdown=n, kinds=kind)
            ask_many(serve, f"{name} {n}", 6)
            calls += 6
            recovered(serve, calls)
            # The second after the commit, in which the write-ahead log is synced, belongs to the round.
            if kind == SYNC:
                wait_until(lambda: disk.get("countdown") < n, "a sync within seconds")
            disk.heal()
            hit = disk.get("struck") > before
            recovered(serve, calls)
            if not hit:
                break
            n, step = n + step, step + 1  # 1, 2, 4, 7, 11 …: each phase of a transaction is met, in seconds.
    expect(serve.stop() == 0, "it ends well")


def every_nth_call_fails_at_the_start():
    """E2 from the first system call on: serve starts or says why not, and the next start finds all in order."""
    upstream = Upstream()
    with Serve(upstream, start=False) as serve:
        os.makedirs(serve.data)
        disk = FaultyDisk(serve.folder, serve.data)
        serve.environment.update(disk.environment)
        n, step, started, refused = 1, 1, 0, 0
        while True:
            before = disk.get("struck")
            disk.set(error=5, per_mille=0, countdown=n, kinds=WRITE | SYNC | OPEN | TRUNCATE)
            if serve.launch():
                started += 1
                ask_many(serve, f"n {n}", 1)
                disk.heal()
                expect(serve.stop() == 0, "it ends well")
            else:
                refused += 1
                expect(serve.process.wait(30) == 3, f"n={n}: exit code {serve.process.returncode}")
                expect(serve.data in serve.stderr().splitlines()[-1], f"the message names the file: {serve.stderr()}")
                disk.heal()
            if disk.get("struck") == before:
                break
            serve.start()
            serve.check_integrity()
            serve.stop()
            n, step = n + step, step + 2
        expect(not files_like(serve, "damaged"), "an I/O error is no damage: nothing is set aside")
        expect(started > 0 and refused > 0, f"both ends were seen: {started} started, {refused} refused")
    upstream.close()


def killed_at_every_nth_write_of_the_start():
    """E9: SIGKILL at the n-th write, sync, open or truncation while the schema is made; the next start finds it sound."""
    upstream = Upstream()
    with Serve(upstream, start=False) as serve:
        n, step, killed = 1, 1, 0
        while True:
            shutil.rmtree(serve.data, ignore_errors=True)
            os.makedirs(serve.data)
            disk = FaultyDisk(serve.folder, serve.data)
            serve.environment.update(disk.environment)
            disk.set(error=-1, per_mille=0, countdown=n, kinds=WRITE | SYNC | OPEN | TRUNCATE)
            if serve.launch() or serve.process.wait(30) != -9:
                break  # It came through: there is no n-th call.
            killed += 1
            disk.heal()
            serve.start()
            ask_many(serve, f"n {n}", 1)
            wait_until(lambda: serve.rows() == 1, "1 row")
            serve.check_integrity()
            expect(serve.stop() == 0, "it ends well")
            expect(not files_like(serve, "damaged"), f"n={n}: a kill is no damage")
            n, step = n + step, step + 1
        expect(killed >= 5, f"only {killed} kills met the start")
    upstream.close()


@with_faulty_disk
def random_faults(upstream, serve, disk):
    """E4: 2 % of all disk calls fail, under parallel calls."""
    disk.set(error=5, per_mille=20, kinds=WRITE | SYNC | OPEN | TRUNCATE | READ)
    threads = [threading.Thread(target=ask_many, args=(serve, f"thread {number}", 250)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wait_until(lambda: disk.get("struck") >= 20, f"20 faults ({disk.get('struck')})")
    disk.heal()
    aside = files_like(serve, "damaged")
    expect(not aside, f"an I/O error is no damage, but {aside} was set aside")
    recovered(serve, 1000)
    expect(serve.stop() == 0, "it ends well")


@with_faulty_disk
def clock_jumps(upstream, serve, disk):
    """D11: the date jumps ahead (also what a suspend looks like), years ahead, and back; no time passes."""
    client = Client(serve)
    day = 86_400

    def ask(text, ttl=3600):
        return client.ask(text, {"X-Cachescope-TTL": str(ttl)})
    ask("hour")
    ask("week", 7 * day)
    expect("hit" in ask("hour"), "an answer serves at once")
    disk.set(clock=1800)
    expect("hit" in ask("hour"), "half an hour later it serves still")
    disk.set(clock=2 * day)
    expect("hit" in ask("week", 7 * day), "after two days the long one serves")
    expect("fwd=stale" in ask("hour"), "the short one does not")  # And is kept anew, two days ahead.
    disk.set(clock=-2 * day)
    expect("hit" not in ask("hour"), "an answer from the future is not trusted: it would be eternal")
    disk.set(clock=3650 * day)
    for text in ("hour", "week"):
        expect("hit" not in ask(text, 7 * day), "after ten years nothing serves")
    disk.set(clock=0)
    expect("hit" not in ask("week", 7 * day), "what was kept while the date was wrong is asked anew")
    expect("hit" in ask("week", 7 * day), "and then serves as ever")
    client.close()
    recovered(serve, 11)
    expect(serve.query("SELECT count(*) FROM request WHERE total_us < 0")[0][0] == 0, "no call took less than no time")
    expect(serve.stop() == 0, "it ends well")


CASES = [clock_jumps, full_disk, read_only_disk, disk_that_refuses, slow_disk, locked_database, garbage_in_the_file, pages_overwritten,
         file_cut, removed_file, reader_that_stays, every_nth_call_fails, every_nth_call_fails_at_the_start, killed_at_every_nth_write_of_the_start,
         random_faults]
