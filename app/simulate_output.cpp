// SPDX-License-Identifier: MIT
#include "simulate_output.h"

#include "insight/simulation/words.h"
#include "requestlog/record_json.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <vector>

namespace cachescope::app {

namespace {

using namespace insight;
using base::Money;
using Json = nlohmann::ordered_json;

std::string formatted(const char *format, double value)
{
    char text[48];
    std::snprintf(text, sizeof text, format, value);
    return text;
}

std::string percent(double share)
{
    return formatted("%.1f %%", share * 100);
}

std::string hours(std::int64_t micros)
{
    const double seconds = static_cast<double>(micros) / 1e6;
    return std::abs(seconds) < 3600 ? formatted("%.1f min", seconds / 60) : formatted("%.1f h", seconds / 3600);
}

std::string day(base::UnixMicros time)
{
    const auto seconds = static_cast<std::time_t>(time / 1'000'000);
    std::tm parts = {};
    ::localtime_r(&seconds, &parts);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%d", &parts);
    return text;
}

Money moneyFrom(double pico)
{
    return Money::fromPico(std::llround(pico));
}

/** Wide characters count one each here; variant names are the user's own. */
std::size_t widthOf(const std::string &text)
{
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string padded(std::string text, std::size_t width, bool right)
{
    const std::size_t is = widthOf(text);
    if (is < width)
        text.insert(right ? 0 : text.size(), width - is, ' ');
    return text;
}

/** A table with a column of names and columns of figures. */
class Table
{
public:
    void row(std::vector<std::string> cells) { m_rows.push_back(std::move(cells)); }
    std::string text() const
    {
        std::vector<std::size_t> widths;
        for (const auto &row : m_rows) {
            widths.resize(std::max(widths.size(), row.size()), 0);
            for (std::size_t i = 0; i < row.size(); ++i)
                widths[i] = std::max(widths[i], widthOf(row[i]));
        }
        std::string out;
        for (const auto &row : m_rows) {
            std::string line;
            for (std::size_t i = 0; i < row.size(); ++i)
                line += padded(row[i], widths[i], i > 0) + (i + 1 < row.size() ? "  " : "");
            out += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
        }
        return out;
    }

private:
    std::vector<std::vector<std::string>> m_rows;
};

constexpr int decimals = 4;

std::string bandText(const Band &band)
{
    if (!band.known)
        return "-";
    return moneyFrom(band.low).toFixed(decimals) + " to " + moneyFrom(band.high).toFixed(decimals);
}

std::string signedMoney(Money money)
{
    return (money > Money() ? "+" : "") + money.toFixed(decimals);
}

std::string variantTable(const SimulationReport &report)
{
    Table table;
    const auto row = [&](const char *name, const std::string &actual, const auto &value) {
        std::vector<std::string> cells{ name, actual };
        for (const VariantReport &variant : report.variants)
            cells.push_back(value(variant));
        table.row(std::move(cells));
    };
    const auto sums = [&](const char *name, const auto &value) {
        row(name, value(report.actual.sums), [&](const VariantReport &v) { return value(v.result.sums); });
    };
    std::vector<std::string> letters{ "", "actual" }, titles{ "", "from the log" };
    for (std::size_t i = 0; i < report.variants.size(); ++i) {
        letters.push_back(letterOf(i));
        titles.push_back(titleOf(report.variants[i].result.variant));
    }
    table.row(letters);
    table.row(titles);
    sums("net cost", [](const ReplaySums &s) { return s.cost().toFixed(decimals); });
    row(report.clustersAreDays ? "band over days" : "band over hours", "-",
        [](const VariantReport &v) { return bandText(v.band); });
    row("difference to A", "-", [&](const VariantReport &v) {
        return &v == &report.variants.front() ? std::string("-") : signedMoney(v.difference);
    });
    row("  its band", "-", [&](const VariantReport &v) {
        return &v == &report.variants.front() ? std::string("-") : bandText(v.differenceBand);
    });
    sums("prefix read", [](const ReplaySums &s) { return percent(s.readShare()); });
    sums("local hits", [](const ReplaySums &s) { return percent(s.hitShare()); });
    sums("cache write", [](const ReplaySums &s) { return s.write.toFixed(decimals); });
    sums("cache read", [](const ReplaySums &s) { return s.read.toFixed(decimals); });
    sums("fresh input", [](const ReplaySums &s) { return s.fresh.toFixed(decimals); });
    sums("output", [](const ReplaySums &s) { return s.output.toFixed(decimals); });
    sums("waiting saved ~", [](const ReplaySums &s) { return hours(s.savedWaitMicros); });
    sums("older than 24 h", [](const ReplaySums &s) { return std::to_string(s.olderThanDay); });
    const bool warm = std::any_of(report.variants.begin(), report.variants.end(), [](const VariantReport &v) {
        return v.result.sums.pings > 0;
    });
    if (warm)
        sums("keep-warm, in it", [](const ReplaySums &s) { return s.keepWarm.toFixed(decimals); });
    return table.text();
}

std::string verdictLine(const SimulationReport &report, std::size_t index, std::string_view currency)
{
    const VariantReport &variant = report.variants[index];
    const std::string name = letterOf(index) + " (" + titleOf(variant.result.variant) + ") ";
    const auto amount = [&](Money money) {
        return (money < Money() ? -money : money).toFixed(decimals) + " " + std::string(currency);
    };
    switch (variant.verdict) {
    case Verdict::Cheaper:
    case Verdict::Dearer:
        return name + (variant.verdict == Verdict::Cheaper ? "is clearly cheaper: " : "is clearly dearer: ")
            + amount(variant.difference) + " in " + formatted("%.1f", report.days) + " days, about "
            + amount(report.perMonth(variant.difference)) + " a month.\n";
    case Verdict::NoClearDifference:
        return name + "makes no clear difference: the band of its difference reaches across zero.\n";
    case Verdict::NoDifference:
        return name + "changes nothing here.\n";
    case Verdict::NotJudged:
        break;
    }
    return {};
}

std::string notJudged(const SimulationReport &report)
{
    if (report.reproduction.state != Reproduction::State::Reproduced)
        return {};
    std::string text;
    for (std::size_t i = 1; i < report.variants.size(); ++i) {
        const VariantReport &variant = report.variants[i];
        if (variant.verdict != Verdict::NotJudged)
            continue;
        text += letterOf(i) + " is not judged: ";
        if (variant.result.variant.changesLocalCache() && !report.reproduction.localReproduced)
            text += "the local cache's hits are not reproduced (off by " + percent(report.reproduction.localError)
                + "): its settings changed in this time, or entries were removed.\n";
        else
            text += "a band needs " + std::to_string(fewestClusters) + " days or hours with calls.\n";
    }
    return text;
}

std::string savingsTable(const SimulationReport &report, std::size_t index)
{
    constexpr std::size_t most = 12;
    const VariantReport &variant = report.variants[index];
    Table table;
    table.row({ "where " + letterOf(index) + " differs", "model", "difference", "calls" });
    Money rest;
    std::int64_t restCalls = 0;
    for (std::size_t i = 0; i < variant.savings.size(); ++i) {
        const Saving &part = variant.savings[i];
        if (part.changedCalls == 0)
            continue;
        if (i < most) {
            table.row({ part.client, part.model, signedMoney(part.difference), std::to_string(part.changedCalls) });
            continue;
        }
        rest += part.difference;
        restCalls += part.changedCalls;
    }
    if (restCalls > 0)
        table.row({ "others", "", signedMoney(rest), std::to_string(restCalls) });
    table.row({ "total", "", signedMoney(variant.difference), std::to_string(variant.changedCalls.size()) });
    return table.text();
}

std::string sweepTable(const SweepReport &sweep)
{
    Table table;
    std::vector<std::string> head{ "sweep: " + std::string(parameterName(sweep.parameter)) };
    for (const SweepLine &line : sweep.lines)
        for (const char *name : { "cost", "read", "hits", "> 24 h" })
            head.push_back(line.name + ", " + name);
    table.row(head);
    const std::size_t points = sweep.lines.empty() ? 0 : sweep.lines.front().points.size();
    for (std::size_t i = 0; i < points; ++i) {
        std::vector<std::string> cells;
        for (const SweepLine &line : sweep.lines) {
            const SweepPoint &point = line.points[i];
            if (cells.empty())
                cells.push_back(valueOf(point.variant, sweep.parameter));
            cells.push_back(point.cost.toFixed(decimals));
            cells.push_back(percent(point.readShare));
            cells.push_back(percent(point.hitShare));
            cells.push_back(std::to_string(point.olderThanDay));
        }
        table.row(std::move(cells));
    }
    return table.text();
}

std::string bestOf(const FamilyAdvice &advice, const SimulationReport &report, std::string_view currency)
{
    if (advice.best) {
        const OptionResult &best = advice.options[*advice.best];
        std::string name(optionName(best.option));
        std::replace(name.begin(), name.end(), '_', ' ');
        return name + ": saves " + (-best.difference).toFixed(decimals) + ", about "
            + (-report.perMonth(best.difference)).toFixed(decimals) + " " + std::string(currency) + " a month";
    }
    const bool judged = std::any_of(advice.options.begin(), advice.options.end(), [](const OptionResult &option) {
        return option.verdict != Verdict::NotJudged;
    });
    return judged ? "keep as it is" : "not judged";
}

/** The questions of docs/advice.md, a line each. */
std::string adviceText(
    const std::vector<FamilyAdvice> &families, const SimulationReport &report, std::string_view currency)
{
    std::string text;
    for (const FamilyAdvice &advice : families) {
        text += "\n" + advice.client + ", " + advice.model + " at " + advice.upstream + ": "
            + std::to_string(advice.calls) + " calls" + (advice.title.empty() ? "" : ", \"" + advice.title + "\"")
            + "\n";
        const auto line = [&text](const char *question, const std::string &answer) {
            text += "  " + padded(question, 26, false) + answer + "\n";
        };
        line("advice", bestOf(advice, report, currency));
        line(
            "comes again",
            percent(advice.againIn5Minutes) + " within 5 minutes, " + percent(advice.againInAnHour)
                + " within an hour");
        line(
            "long enough",
            std::to_string(advice.fixedTokens) + " tokens of tools and system text, minimum "
                + (advice.minimumTokens == 0 ? "not published" : std::to_string(advice.minimumTokens)));
        line(
            "cached now",
            percent(advice.readNow) + " of the input read, " + percent(advice.writtenNow) + " written");
        line(
            "premium pays",
            std::string(advice.costNow <= advice.withoutCache ? "yes: " : "no: ") + advice.costNow.toFixed(decimals)
                + " now, " + advice.withoutCache.toFixed(decimals) + " without a provider cache");
        line("parallel starts", std::to_string(advice.parallelStarts) + " calls began beside a cold one");
        line(
            "asked before",
            percent(advice.identical) + " of the calls, " + percent(advice.localNow) + " answered locally");
        for (const OptionResult &option : advice.options) {
            std::string name(optionName(option.option));
            std::replace(name.begin(), name.end(), '_', ' ');
            std::string verdict(verdictName(option.verdict));
            std::replace(verdict.begin(), verdict.end(), '_', ' ');
            line(name.c_str(), signedMoney(option.difference) + ", band " + bandText(option.band) + ": " + verdict);
        }
    }
    return text;
}

Json toJson(const Band &band);

Json toJson(const FamilyAdvice &advice, const SimulationReport &report)
{
    Json options = Json::array();
    for (const OptionResult &option : advice.options)
        options.push_back({ { "option", optionName(option.option) },
                            { "cost", option.cost.toDecimal() },
                            { "difference", option.difference.toDecimal() },
                            { "band", toJson(option.band) },
                            { "verdict", verdictName(option.verdict) } });
    const OptionResult *best = advice.best ? &advice.options[*advice.best] : nullptr;
    return { { "client", advice.client },
             { "upstream", advice.upstream },
             { "model", advice.model },
             { "title", advice.title },
             { "calls", advice.calls },
             { "calls_per_day", advice.callsPerDay },
             { "fixed_tokens", advice.fixedTokens },
             { "minimum_tokens", advice.minimumTokens },
             { "needs_marks", advice.needsMarks },
             { "marked_calls", advice.markedCalls },
             { "again_in_5m", advice.againIn5Minutes },
             { "again_in_1h", advice.againInAnHour },
             { "identical", advice.identical },
             { "read_rate", advice.readNow },
             { "write_rate", advice.writtenNow },
             { "local_rate", advice.localNow },
             { "parallel_starts", advice.parallelStarts },
             { "cost", advice.costNow.toDecimal() },
             { "without_cache", advice.withoutCache.toDecimal() },
             { "best", best ? Json(optionName(best->option)) : Json(nullptr) },
             { "saves_per_month", best ? Json((-report.perMonth(best->difference)).toDecimal()) : Json(nullptr) },
             { "options", std::move(options) } };
}

std::string leftOutLine(const LeftOut &leftOut)
{
    std::string text;
    const auto add = [&](std::int64_t count, const char *what) {
        if (count > 0)
            text += (text.empty() ? "" : ", ") + std::to_string(count) + " " + what;
    };
    add(leftOut.withoutBody, "without a stored body");
    add(leftOut.unreadable, "with a body that is no known prompt");
    add(leftOut.withoutUsage, "without reported usage");
    add(leftOut.unpriced, "without a known price");
    return text.empty() ? text : "Left as they were: " + text + ".\n";
}

Json toJson(const Band &band)
{
    if (!band.known)
        return nullptr;
    return { { "low", moneyFrom(band.low).toDecimal() }, { "high", moneyFrom(band.high).toDecimal() } };
}

Json toJson(const ReplaySums &sums)
{
    return { { "cost", sums.cost().toDecimal() },
             { "cache_write", sums.write.toDecimal() },
             { "cache_read", sums.read.toDecimal() },
             { "fresh", sums.fresh.toDecimal() },
             { "output", sums.output.toDecimal() },
             { "keep_warm", sums.keepWarm.toDecimal() },
             { "keep_warm_calls", sums.pings },
             { "input_tokens", sums.inputTokens },
             { "read_tokens", sums.readTokens },
             { "write_tokens", sums.writeTokens },
             { "prefix_read_rate", sums.readShare() },
             { "hit_rate", sums.hitShare() },
             { "local_hits", sums.localHits },
             { "older_than_24h", sums.olderThanDay },
             { "oldest_s", static_cast<double>(sums.oldestMicros) / 1e6 },
             { "waiting_saved_s", static_cast<double>(sums.savedWaitMicros) / 1e6 },
             { "gate_wait_s", static_cast<double>(sums.gateWaitMicros) / 1e6 } };
}

Json toJson(const VariantReport &variant, std::size_t index, const SimulationReport &report)
{
    Json json{ { "letter", letterOf(index) },
               { "name", titleOf(variant.result.variant) },
               { "settings", settingsOf(variant.result.variant) } };
    json.update(toJson(variant.result.sums));
    json["band"] = toJson(variant.band);
    json["difference"] = variant.difference.toDecimal();
    json["difference_band"] = toJson(variant.differenceBand);
    json["difference_per_month"] = report.perMonth(variant.difference).toDecimal();
    json["verdict"] = verdictName(variant.verdict);
    json["changed_calls"] = variant.changedCalls.size();
    Json parts = Json::array();
    for (const Saving &part : variant.savings)
        parts.push_back({ { "client", part.client },
                          { "model", part.model },
                          { "difference", part.difference.toDecimal() },
                          { "changed_calls", part.changedCalls } });
    json["savings"] = std::move(parts);
    return json;
}

Json toJson(const SweepReport &sweep)
{
    Json lines = Json::array();
    for (const SweepLine &line : sweep.lines) {
        Json points = Json::array();
        for (const SweepPoint &point : line.points)
            points.push_back({ { "value", valueOf(point.variant, sweep.parameter) },
                               { "cost", point.cost.toDecimal() },
                               { "prefix_read_rate", point.readShare },
                               { "hit_rate", point.hitShare },
                               { "older_than_24h", point.olderThanDay } });
        lines.push_back({ { "name", line.name }, { "points", std::move(points) } });
    }
    return { { "parameter", parameterName(sweep.parameter) },
             { "now", sweep.now ? Json(durationText(*sweep.now)) : Json(nullptr) },
             { "lines", std::move(lines) } };
}

Json toJson(const Reproduction &found)
{
    return { { "state", stateName(found.state) }, { "message", sentenceOf(found) },
             { "cost_error", found.costError },   { "read_error", found.readError },
             { "local_error", found.localError }, { "limit", reproductionLimit },
             { "requests", found.requests },      { "span_s", found.spanSeconds } };
}

} // namespace

std::string simulationText(
    const SimulationReport &report, const std::vector<FamilyAdvice> &advice, std::string_view currency)
{
    std::string text = std::to_string(report.calls) + " requests, " + day(report.begin) + " to " + day(report.end)
        + ", money in " + std::string(currency) + "\n" + sentenceOf(report.reproduction) + "\n"
        + leftOutLine(report.leftOut);
    for (const std::string &note : report.notes)
        text += note + "\n";
    text += "\n" + variantTable(report) + "\n";
    for (std::size_t i = 1; i < report.variants.size(); ++i)
        text += verdictLine(report, i, currency);
    text += notJudged(report);
    if (report.best)
        text += "\n" + savingsTable(report, *report.best);
    if (report.sweep)
        text += "\n" + sweepTable(*report.sweep);
    return text + adviceText(advice, report, currency);
}

std::string simulationJson(
    const SimulationReport &report, const std::vector<FamilyAdvice> &advice, std::string_view currency)
{
    Json json{ { "calls", report.calls },
               { "since", report.calls == 0 ? Json(nullptr) : Json(requestlog::isoTime(report.begin)) },
               { "until", report.calls == 0 ? Json(nullptr) : Json(requestlog::isoTime(report.end)) },
               { "days", report.days },
               { "currency", currency },
               { "left_out",
                 { { "without_body", report.leftOut.withoutBody },
                   { "unreadable", report.leftOut.unreadable },
                   { "without_usage", report.leftOut.withoutUsage },
                   { "unpriced", report.leftOut.unpriced } } },
               { "notes", report.notes },
               { "reproduction", toJson(report.reproduction) },
               { "billed_in_log", report.billed.toDecimal() },
               { "actual", toJson(report.actual.sums) } };
    Json variants = Json::array();
    for (std::size_t i = 0; i < report.variants.size(); ++i)
        variants.push_back(toJson(report.variants[i], i, report));
    json["variants"] = std::move(variants);
    json["band_over"] = report.clustersAreDays ? "days" : "hours";
    json["clusters"] = report.clusters;
    json["best"] = report.best ? Json(letterOf(*report.best)) : Json(nullptr);
    json["sweep"] = report.sweep ? toJson(*report.sweep) : Json(nullptr);
    Json families = Json::array();
    for (const FamilyAdvice &family : advice)
        families.push_back(toJson(family, report));
    json["advice"] = std::move(families);
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace cachescope::app
