"""Other users of the machine, debuggers and crashes (reliability.md G3, G5)."""
import http.client
import os
import resource
import shutil
import signal
import subprocess
import tempfile

from rig import Serve, Skip, Upstream, ask_many, expect, wait_until
import rig

NOBODY = 65534


def as_nobody(command, **more):
    if os.geteuid() != 0 or not shutil.which("setpriv"):
        raise Skip("changing the user wants root and setpriv")
    return subprocess.run(["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", *command],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=60, **more)


def another_user():
    """G3: another uid reads neither files nor log, and the admin API wants the token from it."""
    upstream = Upstream()
    with Serve(upstream) as serve:
        os.chmod(serve.folder, 0o755)  # Only the data directory itself stands in the way.
        ask_many(serve, "secret", 3)
        wait_until(lambda: serve.rows() == 3, "3 rows")
        for name in ("admin-token", "install-secret", "log.sqlite", "log.sqlite-wal"):
            done = as_nobody(["cat", os.path.join(serve.data, name)])
            expect(done.returncode != 0 and "ermission denied" in done.stderr, f"{name}: {done.stderr}")
        if subprocess.run(["setpriv", f"--reuid={NOBODY}", "--clear-groups", rig.PROGRAM, "--version"],
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0:
            done = as_nobody([rig.PROGRAM, "log", "export", "--data-dir", serve.data])
            expect(done.returncode in (2, 3) and "secret" not in done.stdout, f"export: {done.returncode}")
        for path in ("stats", "requests", "requests/1", "entries", "events"):
            connection = http.client.HTTPConnection("127.0.0.1", serve.port, timeout=30)
            connection.request("GET", "/_cachescope/" + path)
            response = connection.getresponse()
            expect(response.status == 401 and b"secret" not in response.read(), f"{path}: {response.status}")
            connection.close()
    upstream.close()


def no_core_and_no_debugger():
    """G5: a crash leaves no core file, and nobody but root attaches."""
    upstream = Upstream()
    folder = tempfile.mkdtemp(prefix="cachescope-faults-")
    try:
        with Serve(upstream, folder=folder, start=False) as serve:
            if os.geteuid() == 0:
                if not shutil.which("setpriv"):
                    raise Skip("setpriv is not installed")
                os.chmod(folder, 0o777)
                serve.wrapper = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
                if subprocess.run(serve.wrapper + [rig.PROGRAM, "--version"], stdout=subprocess.DEVNULL,
                                  stderr=subprocess.DEVNULL).returncode != 0:
                    raise Skip("another user cannot reach the program here")
            resource.setrlimit(resource.RLIMIT_CORE, resource.getrlimit(resource.RLIMIT_CORE)[1:] * 2)
            serve.start()
            pid = serve.process.pid
            if shutil.which("gdb"):
                done = subprocess.run(serve.wrapper + ["gdb", "-p", str(pid), "-batch", "-ex", "info threads"],
                                      stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60)
                expect("not permitted" in done.stdout, f"gdb attached: {done.stdout[-300:]}")
            done = subprocess.run(serve.wrapper + ["cat", f"/proc/{pid}/mem"], stderr=subprocess.PIPE, text=True,
                                  stdout=subprocess.DEVNULL)
            expect("ermission denied" in done.stderr, f"its memory can be opened: {done.stderr}")
            os.kill(pid, signal.SIGSEGV)
            _, status = os.waitpid(pid, 0)
            serve.process.returncode = -signal.SIGSEGV
            expect(os.WIFSIGNALED(status) and not os.WCOREDUMP(status), "a crash leaves a core file")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    upstream.close()


CASES = [another_user, no_core_and_no_debugger]
