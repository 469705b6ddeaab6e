// SPDX-License-Identifier: MIT
// bench_insight [PROMPTS [MEGABYTES]]: the prefix index after as many prompts (100,000), with so much memory (as
// much as they need): time of the search for the best earlier match, of adding, and memory. Prompts are
// conversations of agents: 500 of 3,000 tokens of tools and system text, each with sessions that grow by 400 tokens
// a turn.
#include "insight/prefix_index.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <vector>

using namespace cachescope::insight;
using Clock = std::chrono::steady_clock;

namespace {

constexpr std::size_t programs = 500, fixedTokens = 3'000, turnTokens = 400, turns = 12;

double micros(Clock::duration duration)
{
    return std::chrono::duration<double, std::micro>(duration).count();
}

void report(const char *what, std::vector<double> &times)
{
    std::sort(times.begin(), times.end());
    const auto at = [&](double share) { return times[static_cast<std::size_t>(share * double(times.size() - 1))]; };
    std::printf("%-10s median %8.1f us   p99 %8.1f us   most %8.1f us\n", what, at(0.5), at(0.99), times.back());
}

} // namespace

int main(int argc, char **argv)
{
    const std::size_t wanted = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 100'000;
    std::mt19937 random(1);
    const auto append = [&](std::vector<std::uint32_t> &row, std::size_t count) {
        for (std::size_t i = 0; i < count; ++i)
            row.push_back(random() % 200'000);
    };
    std::vector<std::vector<std::uint32_t>> fixed(programs);
    for (auto &row : fixed)
        append(row, fixedTokens);
    // As many as asked for must fit; the program's own limit is lower and lets the oldest go.
    const std::size_t megabytes = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 4096;
    PrefixIndex index({ .bytes = megabytes << 20, .prompts = wanted });
    std::vector<double> searches, additions;
    std::int64_t id = 0;
    std::size_t tokens = 0;
    while (static_cast<std::size_t>(id) < wanted) {
        std::vector<std::uint32_t> row = fixed[random() % programs];
        for (std::size_t turn = 0; turn < turns && static_cast<std::size_t>(id) < wanted; ++turn) {
            append(row, turnTokens);
            const auto begin = Clock::now();
            volatile std::size_t found = index.best(1, row).value_or(PrefixMatch()).tokens;
            (void)found;
            const auto middle = Clock::now();
            ++id;
            index.add(1, row, { id, id * 1'000, id * 1'000 + 500 });
            const auto end = Clock::now();
            if (static_cast<std::size_t>(id) + 10'000 > wanted) { // With nearly all remembered.
                searches.push_back(micros(middle - begin));
                additions.push_back(micros(end - middle));
                tokens += row.size();
            }
        }
    }
    std::printf(
        "%zu prompts remembered, %.0f MB, %zu tokens each on average\n", index.prompts(),
        double(index.bytes()) / 1e6, tokens / searches.size());
    report("search", searches);
    report("add", additions);
    return 0;
}
