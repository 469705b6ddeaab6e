// SPDX-License-Identifier: MIT
#include "loadtest/report.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace cachescope::loadtest {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::pair<const char *, double>, 5> percentiles{
    { { "p50", 0.5 }, { "p90", 0.9 }, { "p95", 0.95 }, { "p99", 0.99 }, { "p999", 0.999 } }
};

/** Three decimals: microseconds of a millisecond. */
double rounded(double value)
{
    return std::round(value * 1000) / 1000;
}

double milliseconds(std::int64_t micros)
{
    return rounded(static_cast<double>(micros) / 1000);
}

/** A percentile in microseconds; a bucket's upper end never says more than the largest value seen. */
std::int64_t latencyAt(const Tally &tally, double share)
{
    return std::min(tally.latency.percentile(share), tally.latencyMaxMicros);
}

Json percentilesOf(const Tally &tally, const requestlog::Histogram &histogram)
{
    Json out = Json::object();
    for (const auto &[name, share] : percentiles) {
        const std::int64_t value = std::min(histogram.percentile(share), tally.latencyMaxMicros);
        out[name] = value < 0 ? Json(nullptr) : Json(milliseconds(value));
    }
    return out;
}

Json toJson(const Plan &plan, const Target &target, const Tally &tally)
{
    Json latency = { { "mean", rounded(tally.meanMs()) } };
    latency.update(percentilesOf(tally, tally.latency));
    latency["max"] = milliseconds(tally.latencyMaxMicros);
    Json errors = Json::object();
    for (const auto &[kind, count] : tally.errors)
        errors[kind] = count;
    return { { "url", target.url },
             { "mode", plan.ratePerSecond > 0 ? "open" : "closed" },
             { "rate_rps", plan.ratePerSecond > 0 ? Json(plan.ratePerSecond) : Json(nullptr) },
             { "requests", tally.requests() },
             { "warm_up", plan.warmUp },
             { "contexts", plan.contexts },
             { "concurrency", plan.concurrency },
             { "stream", plan.body.stream },
             { "seconds", rounded(tally.seconds) },
             { "succeeded", tally.succeeded },
             { "failed", tally.failed },
             { "success_rate", tally.successRate() },
             { "throughput_rps", rounded(tally.requestsPerSecond()) },
             { "hits", tally.hits },
             { "hit_rate", tally.hitRate() },
             { "latency_ms", latency },
             { "ttfb_ms", percentilesOf(tally, tally.firstByte) },
             { "errors", errors } };
}

Json ratio(double value, double base)
{
    return base > 0 ? Json(rounded(value / base)) : Json(nullptr);
}

Json compared(const Target &target, const Tally &tally, const Tally &first)
{
    const auto at = [](const Tally &of, double share) { return static_cast<double>(of.latency.percentile(share)); };
    return { { "url", target.url },
             { "throughput_ratio", ratio(tally.requestsPerSecond(), first.requestsPerSecond()) },
             { "mean_ratio", ratio(tally.meanMs(), first.meanMs()) },
             { "p50_ratio", ratio(at(tally, 0.5), at(first, 0.5)) },
             { "p99_ratio", ratio(at(tally, 0.99), at(first, 0.99)) } };
}

std::string line(const char *name, const std::string &value)
{
    std::array<char, 64> head{};
    std::snprintf(head.data(), head.size(), "  %-14s ", name);
    return head.data() + value + "\n";
}

std::string figure(const char *format, double value)
{
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), format, value);
    return text.data();
}

std::string textOf(const Plan &plan, const Target &target, const Tally &tally)
{
    std::string out = target.url + "\n";
    out += line(
        "requests",
        std::to_string(tally.requests()) + " over " + std::to_string(plan.contexts) + " contexts, "
            + std::to_string(plan.concurrency) + " at a time"
            + (plan.ratePerSecond > 0 ? ", " + figure("%g", plan.ratePerSecond) + "/s due" : ""));
    out += line("success", figure("%.2f %%", tally.successRate() * 100));
    out += line("throughput", figure("%.1f requests/s", tally.requestsPerSecond()));
    out += line("hit rate", figure("%.2f %%", tally.hitRate() * 100));
    if (tally.succeeded > 0) {
        out += line("mean", figure("%.3f ms", tally.meanMs()));
        for (const auto &[name, share] : percentiles)
            out += line(name, figure("%.3f ms", milliseconds(latencyAt(tally, share))));
        out += line("max", figure("%.3f ms", milliseconds(tally.latencyMaxMicros)));
    }
    for (const auto &[kind, count] : tally.errors)
        out += line("failed", std::to_string(count) + " × " + kind);
    return out;
}

} // namespace

std::string reportJson(const Plan &plan, const std::vector<Tally> &tallies)
{
    Json runs = Json::array(), comparison = Json::array();
    for (std::size_t i = 0; i < tallies.size(); ++i) {
        runs.push_back(toJson(plan, plan.targets[i], tallies[i]));
        if (i > 0)
            comparison.push_back(compared(plan.targets[i], tallies[i], tallies[0]));
    }
    const Json report = tallies.size() == 1 ? runs[0] : Json{ { "runs", runs }, { "comparison", comparison } };
    return report.dump(2, ' ', false, Json::error_handler_t::replace);
}

std::string reportText(const Plan &plan, const std::vector<Tally> &tallies)
{
    std::string out;
    for (std::size_t i = 0; i < tallies.size(); ++i)
        out += textOf(plan, plan.targets[i], tallies[i]);
    for (std::size_t i = 1; i < tallies.size(); ++i) {
        const double base = tallies[0].requestsPerSecond();
        out += plan.targets[i].url + " against the first: ";
        out += base > 0 ? figure("%.2f times the throughput, ", tallies[i].requestsPerSecond() / base) : "";
        const auto p50 = static_cast<double>(tallies[0].latency.percentile(0.5));
        out += p50 > 0
            ? figure("%.2f times its p50\n", static_cast<double>(tallies[i].latency.percentile(0.5)) / p50)
            : "nothing to compare with\n";
    }
    return out;
}

} // namespace cachescope::loadtest
