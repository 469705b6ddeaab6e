#!/usr/bin/env python3
"""report.py RESULTS RSS_KB ORIGIN_PID: medians over the rounds, processor time by thread, ratios, and whether the
targets of the project are met."""
import statistics
import sys

origin = sys.argv[3]
runs = {}
threads = {}  # way -> one {thread: microseconds} for each run


def thread_name(way, process, thread):
    if process == origin:
        return "origin"
    if not thread.startswith("bench_proxy"):
        return thread
    # The bare server and the load generator are one program; the server was started first and is listed first.
    return "bare" if way == "hit_bare" and "bare" not in threads[way][-1] else "load"


for line in open(sys.argv[1], encoding="utf-8"):
    way, *words = line.split()
    if words[0] != "cpu":
        rate, p50, p99, errors = words
        runs.setdefault(way, []).append((float(rate), float(p50), float(p99), int(errors)))
        threads.setdefault(way, []).append({})
        continue
    times = threads[way][-1]
    name = thread_name(way, words[1], words[2])
    times[name] = times.get(name, 0) + float(words[3])

median = {name: tuple(statistics.median(column) for column in zip(*rows)) for name, rows in runs.items()}
print(f"{'way':24}{'requests/s':>12}{'p50 us':>10}{'p99 us':>10}{'errors':>8}")
for name, (rate, p50, p99, errors) in median.items():
    print(f"{name:24}{rate:12.0f}{p50:10.1f}{p99:10.1f}{errors:8.0f}")

print("\nprocessor time of a call, us:")
for way, measured in threads.items():
    shares = {name: statistics.median(times.get(name, 0) for times in measured) for name in measured[0]}
    listed = ", ".join(f"{name} {micros:.1f}" for name, micros in shares.items() if micros >= 0.05)
    print(f"{way:24}{listed} (all {sum(shares.values()):.1f})")

failed = False


def check(what, value, unit, limit, at_least):
    global failed
    met = value >= limit if at_least else value <= limit
    failed = failed or not met
    sign = ">=" if at_least else "<="
    print(f"{'ok  ' if met else 'MISS'} {what}: {value:.2f}{unit} (target {sign} {limit}{unit})")


def rate(name):
    return median[name][0]


print()
check("hits over nginx proxy_cache", rate("hit_cachescope") / rate("hit_nginx"), "x", 3, True)
check("hits over a bare QTcpServer", rate("hit_cachescope") / rate("hit_bare"), "x", 0.7, True)
check("forwarding at 64 over nginx", rate("forward64_cachescope") / rate("forward64_nginx"), "x", 0.8, True)
check("forwarding at 64, cache off, over nginx", rate("passing64_cachescope") / rate("forward64_nginx"), "x", 0.8, True)
check("added by forwarding, p50", (median["forward1_cachescope"][1] - median["forward1_direct"][1]) / 1000, " ms", 0.1, False)
check("added by forwarding, p99", (median["forward1_cachescope"][2] - median["forward1_direct"][2]) / 1000, " ms", 1, False)
check("added to a stream's first byte, p50", (median["stream_cachescope"][1] - median["stream_direct"][1]) / 1000, " ms", 0.2, False)
check("resident with 500 slow streams", int(sys.argv[2]) / 1024, " MB", 150, False)
sys.exit(1 if failed else 0)
