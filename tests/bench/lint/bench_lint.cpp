// SPDX-License-Identifier: MIT
// bench_lint big DIR: linting one prompt of a megabyte, made of the texts below DIR, as text and as a request.
// bench_lint files DIR COUNT: COUNT files, written from what is below DIR, read and linted on two threads.
#include "prompt/json_escapes.h"
#include "prompt/lint/lint_file.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

namespace fs = std::filesystem;
using namespace cachescope;
using namespace cachescope::prompt;

namespace {

constexpr std::size_t megabyte = 1'000'000;
constexpr int rounds = 9;

std::string read(const fs::path &path)
{
    std::ifstream file(path, std::ios::binary);
    return std::string((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
}

std::vector<fs::path> filesBelow(const fs::path &folder)
{
    std::vector<fs::path> paths;
    for (const auto &entry : fs::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file())
            paths.push_back(entry.path());
    }
    std::sort(paths.begin(), paths.end());
    return paths;
}

LintSources sources()
{
    LintSources result;
    result.models = [models = std::make_shared<const tokens::ModelTable>()](const std::string &) { return models; };
    result.prices = providers::PriceBook::shipped();
    return result;
}

double processorMillis()
{
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

/** Processor time of one lint: what other programs on the machine take does not count. */
void timeOne(const char *name, const std::string &bytes)
{
    const LintSources from = sources();
    std::vector<double> millis;
    std::size_t findings = 0;
    for (int i = 0; i < rounds; ++i) {
        const double begin = processorMillis();
        const auto report = lintFile("bench", bytes, {}, from);
        millis.push_back(processorMillis() - begin);
        findings = report ? report->findings.size() : 0;
    }
    std::sort(millis.begin(), millis.end());
    std::printf(
        "%-28s %8zu bytes  %7.1f ms median  %7.1f ms worst  %zu findings\n", name, bytes.size(),
        millis[millis.size() / 2], millis.back(), findings);
}

void big(const fs::path &folder)
{
    std::string text;
    const auto paths = filesBelow(folder / "text");
    for (std::size_t i = 0; text.size() < megabyte; ++i)
        text += read(paths[i % paths.size()]) + "\n";
    timeOne("text", text);
    timeOne(
        "chat request, one line",
        R"({"model":"gpt-4.1","messages":[{"role":"system","content":")" + jsonEscaped(text)
            + R"("},{"role":"user","content":"Hello"}]})");
    std::string dirty;
    for (int i = 0; dirty.size() < megabyte; ++i)
        dirty += "Turn " + std::to_string(i) + " at 2026-11-20T14:03:" + std::to_string(10 + i % 50) + "Z \t \r\n"
            + "Session: 7c9e6679-7425-40de-944b-e07fc1f90ae7 \n";
    timeOne("text full of problems", dirty);
}

void many(const fs::path &folder, std::size_t count)
{
    const fs::path work = fs::temp_directory_path() / ("bench_lint_" + std::to_string(::getpid()));
    fs::create_directories(work);
    const auto paths = filesBelow(folder);
    std::vector<fs::path> files;
    for (std::size_t i = 0; i < count; ++i) {
        const fs::path &from = paths[i % paths.size()];
        files.push_back(work / (std::to_string(i) + from.extension().string()));
        fs::copy_file(from, files.back());
    }
    const LintSources from = sources();
    std::atomic<std::size_t> next{ 0 }, findings{ 0 };
    const auto lintAll = [&] {
        for (std::size_t i = next++; i < files.size(); i = next++) {
            const auto report = lintFile(files[i].string(), read(files[i]), {}, from);
            findings += report ? report->findings.size() : 0;
        }
    };
    const auto begin = std::chrono::steady_clock::now();
    const std::clock_t processorBegin = std::clock();
    std::thread other(lintAll);
    lintAll();
    other.join();
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    const double processor = static_cast<double>(std::clock() - processorBegin) / CLOCKS_PER_SEC;
    std::printf(
        "%zu files on two threads      %.1f s  %.0f files/s  (%.0f files a second of processor time)\n", count,
        seconds, static_cast<double>(count) / seconds, static_cast<double>(count) / processor);
    fs::remove_all(work);
}

} // namespace

int main(int argc, char **argv)
{
    const std::string verb = argc > 2 ? argv[1] : "";
    if (verb == "big")
        big(argv[2]);
    else if (verb == "files" && argc > 3)
        many(argv[2], std::strtoul(argv[3], nullptr, 10));
    else
        return 2;
    return 0;
}
