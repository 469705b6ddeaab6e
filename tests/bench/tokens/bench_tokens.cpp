// SPDX-License-Identifier: MIT
// bench_tokens speed ENCODING FILE… : MB/s of counting and encoding, one thread, best of several runs, as JSON
// lines bench_tokens load                 : time and memory of making each encoding, in a process of its own each
// bench_tokens edit ENCODING FILE   : one key typed at random places of a prompt of 1 MB
// ENCODING is a built-in encoding's name or the path of a tokenizer.json.
#include "tokens/incremental_tokenizer.h"
#include "tokens/pipeline.h"
#include "tokens/tokenizer.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

using namespace cachescope::tokens;

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start)
{
    return std::chrono::duration<double>(Clock::now() - start).count();
}

std::string readFile(const char *path)
{
    std::ifstream file(path, std::ios::binary);
    return { std::istreambuf_iterator<char>(file), {} };
}

/** Best time of runs that together take about a second and a half, after one that warms up. */
template <typename Work> double bestSeconds(Work work)
{
    work();
    double best = 1e9;
    const auto begin = Clock::now();
    for (int runs = 0; runs < 3 || secondsSince(begin) < 1.5; ++runs) {
        const auto start = Clock::now();
        work();
        best = std::min(best, secondsSince(start));
    }
    return best;
}

/** By the name of an encoding or the path of a tokenizer.json; complains when it cannot be had. */
cachescope::base::Result<TokenizerPtr> tokenizerOf(const char *name)
{
    auto tokenizer = std::strchr(name, '/') != nullptr ? loadTokenizerFile(name) : encoding(name);
    if (!tokenizer)
        std::fprintf(stderr, "%s\n", tokenizer.error().message.c_str());
    return tokenizer;
}

int speed(const char *name, char **files, int count)
{
    const auto tokenizer = tokenizerOf(name);
    if (!tokenizer)
        return 2;
    for (int i = 0; i < count; ++i) {
        const std::string text = readFile(files[i]);
        const double megabytes = static_cast<double>(text.size()) / 1e6;
        std::vector<std::uint32_t> ids;
        std::vector<Token> tokens;
        const double counting = bestSeconds([&] { return (*tokenizer)->count(text); });
        const double encoding = bestSeconds([&] { (*tokenizer)->encodeIds(text, ids); });
        const double positions = bestSeconds([&] { (*tokenizer)->encode(text, tokens); });
        std::printf(
            "{\"peer\":\"cachescope\",\"encoding\":\"%s\",\"file\":\"%s\",\"tokens\":%zu,\"mb_per_s\":%.1f,"
            "\"count_mb_per_s\":%.1f,\"positions_mb_per_s\":%.1f}\n",
            name, files[i], ids.size(), megabytes / encoding, megabytes / counting, megabytes / positions);
        std::fflush(stdout);
    }
    return 0;
}

double processorSeconds()
{
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

long residentKilobytes()
{
    std::ifstream file("/proc/self/statm");
    long total = 0;
    long resident = 0;
    file >> total >> resident;
    return resident * (sysconf(_SC_PAGESIZE) / 1024);
}

void loadOne(std::string_view name)
{
    const long before = residentKilobytes();
    const double processorBefore = processorSeconds();
    const auto start = Clock::now();
    const auto tokenizer = encoding(name);
    const double seconds = secondsSince(start);
    const double processor = processorSeconds() - processorBefore;
    const long after = residentKilobytes();
    std::printf(
        "{\"encoding\":\"%s\",\"load_ms\":%.2f,\"processor_ms\":%.2f,\"resident_growth_mb\":%.1f,\"heap_mb\":%.1f}"
        "\n",
        std::string(name).c_str(), seconds * 1e3, processor * 1e3, static_cast<double>(after - before) / 1024.0,
        static_cast<double>((*tokenizer)->pipeline().vocabulary().memoryBytes()) / 1048576.0);
    std::fflush(stdout);
}

int load()
{
    for (const std::string_view name : encodingNames()) {
        const pid_t child = fork();
        if (child == 0) {
            loadOne(name);
            _exit(0);
        }
        waitpid(child, nullptr, 0);
    }
    return 0;
}

std::string megabyteOf(const char *path)
{
    const std::string once = readFile(path);
    std::string text;
    while (!once.empty() && text.size() < 1'000'000)
        text += once;
    text.resize(std::min<std::size_t>(text.size(), 1'000'000));
    while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0U) == 0x80U)
        text.pop_back();
    return text;
}

int edit(const char *name, const char *path)
{
    const auto tokenizer = tokenizerOf(name);
    if (!tokenizer)
        return 2;
    IncrementalTokenizer editor(*tokenizer);
    editor.setText(megabyteOf(path));
    std::mt19937_64 random(5);
    std::vector<double> micros;
    const std::size_t units = editor.textUtf16();
    std::size_t place = 0;
    for (int i = 0; i < 20'000; ++i) {
        // A person types a few characters at one place, then goes to another one.
        if (i % 20 == 0)
            place = random() % units;
        const char16_t key = u"etaoin shrdlu\n.(\u4F60\u0301"[random() % 18];
        const bool inserts = random() % 8 != 0;
        const auto start = Clock::now();
        const auto change = editor.editUtf16(place, inserts ? 0 : 1, inserts ? std::u16string_view(&key, 1) : u"");
        micros.push_back(secondsSince(start) * 1e6);
        if (change && inserts)
            ++place;
    }
    std::sort(micros.begin(), micros.end());
    const auto at = [&](double share) {
        return micros[static_cast<std::size_t>(share * static_cast<double>(micros.size() - 1))];
    };
    std::printf(
        "{\"tokenizer\":\"%s\",\"file\":\"%s\",\"edits\":%zu,\"p50_us\":%.1f,\"p99_us\":%.1f,\"max_us\":%.1f}\n",
        name, path, micros.size(), at(0.5), at(0.99), micros.back());
    std::fflush(stdout);
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    if (argc >= 4 && std::strcmp(argv[1], "speed") == 0)
        return speed(argv[2], argv + 3, argc - 3);
    if (argc == 2 && std::strcmp(argv[1], "load") == 0)
        return load();
    if (argc == 4 && std::strcmp(argv[1], "edit") == 0)
        return edit(argv[2], argv[3]);
    std::fputs("usage: bench_tokens speed ENCODING FILE… | load | edit ENCODING FILE\n", stderr);
    return 2;
}
