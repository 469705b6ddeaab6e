// SPDX-License-Identifier: MIT
#include "command_line.h"
#include "commands.h"
#include "prompt_input.h"

#include "base/files.h"
#include "prompt/efficiency.h"

#include <nlohmann/json.hpp>

#include <QSaveFile>

#include <cmath>
#include <cstdio>
#include <set>

namespace cachescope::app {

namespace {

using Json = nlohmann::ordered_json;
using prompt::Efficiency;
using prompt::EfficiencyBaseline;

/** A set of prompts while it is read. */
struct Reading
{
    TokenModels models;
    std::string askedModel, model, upstream; ///< The first prompt decides where none is asked for.
    std::optional<providers::CachingRules> rules;
    std::optional<prompt::EfficiencyMeter> meter;
    std::vector<std::string> names; ///< "calls.jsonl:12" of each prompt.
    std::set<std::string> notes; ///< Said already.
    bool exact = true;
    bool skipped = false; ///< Something could not be read.

    void note(const std::string &text)
    {
        if (notes.insert(text).second)
            std::fprintf(stderr, "cachescope: %s\n", text.c_str());
    }
    void skip(const std::string &text)
    {
        std::fprintf(stderr, "cachescope: %s\n", text.c_str());
        skipped = true;
    }
};

/** Settles the model with the first prompt. */
base::Result<void> chooseModel(Reading &reading, const prompt::Prompt &first)
{
    reading.model = modelOf(first, reading.askedModel);
    if (reading.askedModel.empty() && first.parameters().model.empty())
        reading.note("no model is named; counted as for " + reading.model + " (--model chooses another)");
    reading.upstream = upstreamFor(first.form(), reading.model);
    const auto book = providers::PriceBook::shipped();
    if (!book->find(reading.upstream, reading.model))
        reading.note(
            "unknown model '" + reading.model + "': the caching rules of " + reading.upstream + " apply instead");
    reading.rules = providers::cachingRules(*book, reading.upstream, reading.model);
    reading.meter.emplace(*reading.rules);
    const auto chosen = reading.models.choose(reading.model);
    if (!chosen)
        return tl::unexpected(chosen.error());
    if (!chosen->note.empty())
        reading.note(chosen->note);
    return {};
}

base::Result<void> addPrompt(
    Reading &reading, const std::shared_ptr<const prompt::Prompt> &prompt, std::string name)
{
    if (!reading.meter) {
        if (const auto chosen = chooseModel(reading, *prompt); !chosen)
            return chosen;
    }
    const std::string &own = prompt->parameters().model;
    if (reading.askedModel.empty() && !own.empty() && own != reading.model)
        reading.note(name + " is for " + own + "; all prompts are counted as for " + reading.model);
    auto layout = prompt::layOut(*prompt, reading.model, reading.models.table());
    if (!layout)
        return tl::unexpected(layout.error());
    reading.exact = reading.exact && layout->exact;
    reading.meter->add(prompt, std::move(*layout));
    reading.names.push_back(std::move(name));
    return {};
}

base::Result<void> addFile(Reading &reading, const std::string &path)
{
    auto bytes = base::readInput(path);
    if (!bytes) {
        reading.skip(bytes.error().message);
        return {};
    }
    if (bytes->find_first_not_of(" \t\r\n") == std::string::npos) {
        reading.skip(path + ": there is nothing in it.");
        return {};
    }
    const auto file = prompt::readPromptFile(std::move(*bytes));
    if (!file) {
        reading.skip(path + ": " + file.error().message);
        return {};
    }
    for (const prompt::PromptFile::Item &item : file->items) {
        const std::string name = file->jsonLines ? path + ":" + std::to_string(item.line) : path;
        const auto &problem = item.prompt ? item.prompt->problem() : item.problem;
        if (problem)
            reading.skip(name + ": " + problem->message + " It is left out.");
        else if (const auto added = addPrompt(reading, item.prompt, name); !added)
            return added;
    }
    return {};
}

Json toJson(const EfficiencyBaseline &figures)
{
    return { { "average_tokens", figures.averageTokens },
             { "shared_tokens", figures.sharedTokens },
             { "read_share", figures.readShare } };
}

base::Result<EfficiencyBaseline> readBaseline(const std::string &path)
{
    const auto bytes = base::readInput(path);
    if (!bytes)
        return tl::unexpected(bytes.error());
    const Json json = Json::parse(*bytes, nullptr, false);
    EfficiencyBaseline figures;
    const std::array members{ std::pair{ "average_tokens", &figures.averageTokens },
                              std::pair{ "shared_tokens", &figures.sharedTokens },
                              std::pair{ "read_share", &figures.readShare } };
    for (const auto &[name, figure] : members) {
        const auto found = json.is_object() ? json.find(name) : json.end();
        const bool usable = json.is_object() && found != json.end() && found->is_number();
        if (!usable || found->get<double>() < 0)
            return base::failure(
                base::ErrorCode::InvalidInput,
                path + " is no baseline: it has no number \"" + name
                    + "\". --write-baseline and --format json write one.");
        *figure = found->get<double>();
    }
    return figures;
}

base::Result<void> writeBaseline(const QString &path, const EfficiencyBaseline &figures)
{
    QSaveFile file(path);
    const std::string text = toJson(figures).dump(2) + "\n";
    const auto length = static_cast<qint64>(text.size());
    if (!file.open(QIODevice::WriteOnly) || file.write(text.data(), length) != length || !file.commit())
        return base::failure(
            base::ErrorCode::Unreadable,
            "Cannot write the baseline " + path.toStdString() + ": " + file.errorString().toStdString() + ".");
    return {};
}

/** "10%", "10 %" or "0.1" as a share. */
std::optional<double> shareFrom(QString text)
{
    text = text.trimmed();
    const bool percent = text.endsWith(QLatin1Char('%'));
    if (percent)
        text = text.chopped(1).trimmed();
    bool isNumber = false;
    const double value = text.toDouble(&isNumber);
    if (!isNumber || !std::isfinite(value) || value < 0)
        return {};
    return percent ? value / 100 : value;
}

Json toJson(const Reading &reading, const Efficiency &found)
{
    Json endsAt = nullptr;
    if (found.endsAt)
        endsAt = { { "first", reading.names.front() },    { "other", reading.names[found.endedBy] },
                   { "segment", found.endsAt->segment },  { "byte", found.endsAt->byteA },
                   { "line", found.endsAt->a.line },      { "column", found.endsAt->a.column },
                   { "text_first", found.endsAt->textA }, { "text_other", found.endsAt->textB } };
    Json steps = Json::array();
    for (const Efficiency::Granularity &step : found.granularities)
        steps.push_back(
            { { "tokens", step.step }, { "read_tokens", step.readTokens }, { "entries", step.entries } });
    Json json{ { "model", reading.model },
               { "exact", reading.exact },
               { "prompts", found.prompts },
               { "total_tokens", found.totalTokens },
               { "median_tokens", found.medianTokens },
               { "least_tokens", found.leastTokens },
               { "most_tokens", found.mostTokens },
               { "cacheable_tokens", found.cacheableTokens },
               { "ends_at", endsAt },
               { "best_granularity", found.bestStep },
               { "granularities", steps } };
    json.update(toJson(prompt::baselineOf(found)));
    return json;
}

Json toJson(const std::vector<prompt::Shift> &shifts)
{
    Json json = Json::array();
    for (const prompt::Shift &shift : shifts)
        json.push_back({ { "figure", shift.figure },
                         { "baseline", shift.before },
                         { "now", shift.after },
                         { "shift", shift.share } });
    return json;
}

std::string quoted(const std::string &text)
{
    return Json(text).dump(-1, ' ', true, Json::error_handler_t::replace);
}

void printText(const Reading &reading, const Efficiency &found)
{
    const char *about = reading.exact ? "" : "~";
    std::printf(
        "prompts        %zu, counted as for %s\n"
        "tokens         %s%.0f on average, median %.0f, %lld to %lld\n"
        "shared prefix  %s%lld tokens, %lld of them cacheable\n",
        found.prompts, reading.model.c_str(), about, found.averageTokens, found.medianTokens,
        static_cast<long long>(found.leastTokens), static_cast<long long>(found.mostTokens), about,
        static_cast<long long>(found.sharedTokens), static_cast<long long>(found.cacheableTokens));
    if (found.endsAt)
        std::printf(
            "  ended by     %s: %s has %s at line %zu, column %zu (%s), the other %s\n",
            reading.names[found.endedBy].c_str(), reading.names.front().c_str(),
            quoted(found.endsAt->textA).c_str(), found.endsAt->a.line, found.endsAt->a.column,
            found.endsAt->segment.c_str(), quoted(found.endsAt->textB).c_str());
    const auto total = static_cast<double>(std::max<std::int64_t>(1, found.laterTokens));
    std::puts("granularity    read again   entries");
    for (const Efficiency::Granularity &step : found.granularities)
        std::printf(
            "%10lld %14.1f %% %8zu%s\n", static_cast<long long>(step.step),
            static_cast<double>(step.readTokens) / total * 100, step.entries,
            step.step == found.bestStep ? "  best" : "");
}

void printText(const std::vector<prompt::Shift> &shifts)
{
    std::puts("shift          baseline          now");
    for (const prompt::Shift &shift : shifts)
        std::printf(
            "%-14s %10.6g %12.6g   %+.1f %%\n", std::string(shift.figure).c_str(), shift.before, shift.after,
            shift.share * 100);
}

void print(const Reading &reading, const Efficiency &found, const std::optional<std::vector<prompt::Shift>> &shifts)
{
    printText(reading, found);
    if (shifts)
        printText(*shifts);
}

void printJson(
    const Reading &reading, const Efficiency &found, const std::optional<std::vector<prompt::Shift>> &shifts)
{
    Json json = toJson(reading, found);
    if (shifts)
        json["shifts"] = toJson(*shifts);
    std::puts(json.dump(2, ' ', false, Json::error_handler_t::replace).c_str());
}

/** The verdict over the largest shift. */
int judge(const prompt::Shift &largest, double mostShift)
{
    if (std::abs(largest.share) <= mostShift)
        return ExitCode::success;
    char text[160];
    std::snprintf(
        text, sizeof text, "%s shifted by %+.1f %%, more than the %.6g %% allowed. --write-baseline accepts it.",
        std::string(largest.figure).c_str(), largest.share * 100, mostShift * 100);
    return fail(ExitCode::findings, text);
}

int report(const QCommandLineParser &parser, const Reading &reading, double mostShift)
{
    const Efficiency found = reading.meter->result();
    const EfficiencyBaseline now = prompt::baselineOf(found);
    std::optional<std::vector<prompt::Shift>> shifts;
    if (parser.isSet(QStringLiteral("baseline"))) {
        const auto baseline = readBaseline(parser.value(QStringLiteral("baseline")).toStdString());
        if (!baseline)
            return fail(ExitCode::wrongUse, baseline.error().message);
        shifts = prompt::shiftsFrom(*baseline, now);
    }
    const bool json = parser.value(QStringLiteral("format")) == QLatin1String("json");
    (json ? printJson : print)(reading, found, shifts);
    if (const QString file = parser.value(QStringLiteral("write-baseline")); !file.isEmpty()) {
        if (const auto written = writeBaseline(file, now); !written)
            return fail(ExitCode::runtimeFailure, written.error().message);
    }
    if (reading.skipped)
        return fail(ExitCode::wrongUse, "Not all of the prompts could be read; the figures are of the others.");
    return shifts ? judge(shifts->front(), mostShift) : ExitCode::success;
}

void addOptions(QCommandLineParser &parser)
{
    parser.setApplicationDescription(QStringLiteral(
        "What a set of prompts has in common: average tokens, the beginning that all share and who ends it, and "
        "how "
        "much a cache would read again at which granularity. With a baseline it fails when these have shifted."));
    parser.addPositionalArgument(
        QStringLiteral("FILE…"), QStringLiteral("Prompts, requests, or JSON Lines of them; - for standard input."));
    parser.addOptions({
        { QStringLiteral("model"), QStringLiteral("Count and cache as for model M (the first prompt's)."),
          QStringLiteral("M") },
        { QStringLiteral("baseline"), QStringLiteral("Compare with the figures in FILE."), QStringLiteral("FILE") },
        { QStringLiteral("max-shift"), QStringLiteral("Largest shift of a figure that passes (10%)."),
          QStringLiteral("P"), QStringLiteral("10%") },
        { QStringLiteral("write-baseline"), QStringLiteral("Write the figures to FILE, for later runs."),
          QStringLiteral("FILE") },
        { QStringLiteral("format"), QStringLiteral("text or json (text)."), QStringLiteral("F"),
          QStringLiteral("text") },
    });
    TokenModels::addOptions(parser);
}

} // namespace

int runEfficiency(int argc, char **argv)
{
    QCommandLineParser parser;
    addOptions(parser);
    if (const auto code = parseArguments(parser, commandArguments("efficiency", argc, argv)))
        return *code;
    if (parser.positionalArguments().isEmpty())
        return fail(ExitCode::wrongUse, "efficiency wants files: cachescope efficiency FILE….");
    if (const auto code = checkFormat(parser))
        return *code;
    const QString shiftText = parser.value(QStringLiteral("max-shift"));
    const auto mostShift = shareFrom(shiftText);
    if (!mostShift)
        return fail(
            ExitCode::wrongUse,
            "--max-shift wants a share such as 10% or 0.1, not '" + shiftText.toStdString() + "'.");
    if (parser.isSet(QStringLiteral("max-shift")) && !parser.isSet(QStringLiteral("baseline")))
        return fail(
            ExitCode::wrongUse,
            "--max-shift says how far figures may move from a baseline: give --baseline FILE, too.");
    auto models = TokenModels::load(parser);
    if (!models)
        return fail(exitCodeFor(models.error()), models.error().message);
    Reading reading;
    reading.models = std::move(*models);
    reading.askedModel = parser.value(QStringLiteral("model")).toStdString();
    for (const QString &path : parser.positionalArguments()) {
        if (const auto added = addFile(reading, path.toStdString()); !added)
            return fail(exitCodeFor(added.error()), added.error().message);
    }
    if (!reading.meter)
        return fail(ExitCode::wrongUse, "There is no prompt to measure in what was given.");
    return report(parser, reading, *mostShift);
}

} // namespace cachescope::app
