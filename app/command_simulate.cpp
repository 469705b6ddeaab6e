// SPDX-License-Identifier: MIT
#include "command_line.h"
#include "commands.h"
#include "engine_options.h"
#include "simulate_output.h"

#include "base/files.h"
#include "config/config.h"
#include "engine/data_directory.h"
#include "engine/derived_settings.h"
#include "insight/simulation/load_traffic.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFileInfo>

#include <cstdio>
#include <thread>

namespace cachescope::app {

namespace {

using base::ErrorCode;
using base::failure;
using base::Result;
using insight::Variant;

QString name(const char *text)
{
    return QString::fromLatin1(text);
}

/** Options that make up one variant; each stands for a setting of parseVariant. */
constexpr std::array<std::pair<const char *, const char *>, 9> settingOptions{ {
    { "ttl", "ttl" },
    { "granularity", "granularity" },
    { "tools", "tools" },
    { "marks", "marks" },
    { "warm-gate", "gate" },
    { "keep-warm", "keep-warm" },
    { "local", "local" },
    { "local-ttl", "local-ttl" },
    { "volatile", "volatile" },
} };

void addOptions(QCommandLineParser &parser)
{
    parser.setApplicationDescription(name("What other cache settings would have given on the traffic of the log. "
                                          "Variant A replays it as it was; only "
                                          "when that reproduces the log within 5 % do the others say anything."));
    DataDirectoryOption::addTo(parser);
    parser.addOptions({
        { name("config"), name("Read prices, tokenizers and cache settings from the configuration FILE."),
          name("FILE") },
        { name("input"),
          name("JSON Lines of our own export or of plain request bodies instead of the log; - for "
               "standard input."),
          name("FILE") },
        { name("since"), name("Calls of the last AGE: 24h, 7d (14d)."), name("AGE"), name("14d") },
        { name("filter"), name("Only calls that match, as in the window's filter bar."), name("EXPR") },
        { name("ttl"), name("Lifetime of the provider's entries; several with commas make several variants."),
          name("TIME") },
        { name("granularity"),
          name("Matching in steps of N tokens, by message, or by a sliding window; also several."),
          name("N|message|window") },
        { name("tools"), name("sorted: tools in the order of their names."), name("sorted") },
        { name("marks"), name("best: cache marks at the best places (Anthropic)."), name("best") },
        { name("warm-gate"), name("Calls that start beside a cold one wait for its first byte, at most TIME."),
          name("TIME") },
        { name("keep-warm"), name("Read beginnings again before they expire, for TIME after a call."),
          name("TIME") },
        { name("local"), name("Local response cache on or off."), name("on|off") },
        { name("local-ttl"), name("Lifetime of local answers."), name("TIME") },
        { name("volatile"), name("Leave a field out of the local key: a JSON Pointer; may be given several times."),
          name("POINTER") },
        { name("variant"), name("A further variant: [NAME:]ttl=1h,tools=sorted,…; may be given several times."),
          name("V") },
        { name("sweep"), name("lifetime, local-lifetime, granularity or none (lifetime)."), name("P"),
          name("lifetime") },
        { name("advice"), name("Also what to do for each recurring prompt.") },
        { name("format"), name("text or json (text)."), name("F"), name("text") },
    });
}

/** Settings from options of their own: one variant, or one for each of several values. */
Result<std::vector<Variant>> variantsFromOptions(const QCommandLineParser &parser)
{
    std::vector<std::string> settings{ "" };
    bool any = false;
    for (const auto &[option, key] : settingOptions) {
        const QStringList given = parser.values(name(option));
        if (given.isEmpty())
            continue;
        any = true;
        const bool several = std::string_view(key) == "ttl" || std::string_view(key) == "granularity";
        std::vector<std::string> next;
        for (const std::string &before : settings) {
            const std::string lead = before + (before.empty() ? "" : ",");
            if (several) {
                for (const QString &value : given.join(QLatin1Char(',')).split(QLatin1Char(',')))
                    next.push_back(lead + key + "=" + value.toStdString());
                continue;
            }
            std::string all = before;
            for (const QString &value : given)
                all += (all.empty() ? "" : ",") + std::string(key) + "=" + value.toStdString();
            next.push_back(all);
        }
        settings = std::move(next);
    }
    std::vector<Variant> variants;
    for (const std::string &text : settings) {
        auto variant = insight::parseVariant(text);
        if (!variant)
            return tl::unexpected(variant.error());
        if (any)
            variants.push_back(*std::move(variant));
    }
    return variants;
}

/** Without a wish: what most people wonder about. */
std::vector<Variant> usualVariants()
{
    std::vector<Variant> variants;
    for (const char *text : { "ttl=1h", "tools=sorted", "marks=best", "gate=10s", "local-ttl=7d" })
        variants.push_back(insight::parseVariant(text).value());
    return variants;
}

Result<std::vector<Variant>> variantsOf(const QCommandLineParser &parser)
{
    constexpr std::size_t most = 24;
    auto variants = variantsFromOptions(parser);
    if (!variants)
        return variants;
    for (const QString &text : parser.values(name("variant"))) {
        auto variant = insight::parseVariant(text.toStdString());
        if (!variant)
            return tl::unexpected(variant.error());
        variants->push_back(*std::move(variant));
    }
    if (variants->size() > most)
        return failure(ErrorCode::InvalidInput, "At most 24 variants can be compared at once.");
    return variants->empty() ? usualVariants() : *std::move(variants);
}

Result<std::optional<insight::SweepParameter>> sweepOf(const QCommandLineParser &parser)
{
    using insight::SweepParameter;
    constexpr std::array names{
        std::pair{ "lifetime", std::optional(SweepParameter::Lifetime) },
        std::pair{ "local-lifetime", std::optional(SweepParameter::LocalLifetime) },
        std::pair{ "granularity", std::optional(SweepParameter::Granularity) },
        std::pair{ "none", std::optional<SweepParameter>() },
    };
    const auto value = valueNamed(names, parser.value(name("sweep")));
    if (!value)
        return failure(
            ErrorCode::InvalidInput,
            "--sweep is lifetime, local-lifetime, granularity or none, not '"
                + parser.value(name("sweep")).toStdString() + "'.");
    return *value;
}

/** What the configuration says, for reading and for replaying. */
struct Settings
{
    insight::TrafficSettings traffic;
    insight::SimulationRequest request;
};

Result<Settings> settingsOf(const QCommandLineParser &parser)
{
    const QString asked = parser.value(name("config"));
    if (!asked.isEmpty() && !QFileInfo::exists(asked))
        return failure(ErrorCode::InvalidInput, "There is no configuration file " + asked.toStdString() + ".");
    const auto configuration = config::load(engine::resolveConfigFile(asked.toStdString()));
    if (!configuration)
        return failure(ErrorCode::InvalidInput, configuration.error().message);
    auto prices = engine::loadPrices(*configuration);
    if (!prices)
        return failure(ErrorCode::InvalidInput, prices.error().message);
    Settings settings;
    settings.traffic.prices = settings.request.settings.prices = *prices;
    for (const auto &[pattern, file] : configuration->tokenizers)
        settings.traffic.models.addFile(pattern, file);
    settings.traffic.zoneOffsetSeconds = QDateTime::currentDateTime().offsetFromUtc();
    settings.request.settings.localCacheOn = configuration->cache.enabled;
    settings.request.settings.localLifetime = configuration->cache.ttl;
    settings.request.threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    return settings;
}

Result<insight::Traffic> readLog(const QCommandLineParser &parser, insight::TrafficSettings settings)
{
    const auto age = parseAge(parser.value(name("since")));
    if (!age)
        return failure(
            ErrorCode::InvalidInput,
            "--since wants an age such as 24h or 7d, not '" + parser.value(name("since")).toStdString() + "'.");
    const auto filter = requestlog::Filter::parse(parser.value(name("filter")).toStdString());
    if (!filter)
        return failure(
            ErrorCode::InvalidInput,
            "--filter, at byte " + std::to_string(filter.error().begin + 1) + ": " + filter.error().message);
    const auto database = DataDirectoryOption::database(parser);
    if (!database)
        return failure(ErrorCode::InvalidInput, database.error().message);
    const base::UnixMicros now = base::SystemClock::instance().wall();
    insight::LogSelection selection;
    selection.database = *database;
    selection.range = { now - *age, now + 1 };
    selection.filter = *filter;
    selection.threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    return insight::loadLog(selection, std::move(settings));
}

/** Names every line that cannot be used; false when there was one. */
Result<insight::Traffic> readLines(const std::string &file, insight::TrafficSettings settings, bool &allRead)
{
    const auto text = base::readInput(file);
    if (!text)
        return failure(ErrorCode::InvalidInput, text.error().message);
    auto lines = insight::loadLines(*text, std::move(settings));
    if (!lines)
        return tl::unexpected(lines.error());
    for (const insight::LineProblem &problem : lines->problems)
        std::fprintf(
            stderr, "cachescope: %s:%zu: %s It is left out.\n", file.c_str(), problem.line,
            problem.message.c_str());
    allRead = lines->problems.empty();
    return std::move(lines->traffic);
}

int report(const QCommandLineParser &parser, insight::Traffic &traffic, const Settings &settings, bool allRead)
{
    auto found = insight::simulate(traffic, settings.request);
    if (!found)
        return fail(exitCodeFor(found.error()), found.error().message);
    const std::string_view currency = settings.traffic.prices->currency();
    const bool json = parser.value(name("format")) == QLatin1String("json");
    std::vector<insight::FamilyAdvice> families;
    if (parser.isSet(name("advice"))) {
        auto advice = insight::adviseFamilies(traffic, *found, settings.request);
        if (!advice)
            return fail(exitCodeFor(advice.error()), advice.error().message);
        families = *std::move(advice);
    }
    const std::string text
        = json ? simulationJson(*found, families, currency) : simulationText(*found, families, currency);
    std::fwrite(text.data(), 1, text.size(), stdout);
    if (!allRead)
        return fail(ExitCode::wrongUse, "Not all lines could be read; the figures are of the others.");
    using State = insight::Reproduction::State;
    return found->reproduction.state == State::NotReproduced ? ExitCode::findings : ExitCode::success;
}

} // namespace

int runSimulate(int argc, char **argv)
{
    QCommandLineParser parser;
    addOptions(parser);
    if (const auto code = parseArguments(parser, commandArguments("simulate", argc, argv)))
        return *code;
    if (!parser.positionalArguments().isEmpty())
        return fail(ExitCode::wrongUse, "simulate takes no arguments but options; --input names a file.");
    if (const auto code = checkFormat(parser))
        return *code;
    int noArguments = 0;
    const QCoreApplication application(noArguments, nullptr);
    nameApplication();
    auto variants = variantsOf(parser);
    auto sweep = sweepOf(parser);
    if (!variants || !sweep)
        return fail(ExitCode::wrongUse, (variants ? sweep.error() : variants.error()).message);
    auto settings = settingsOf(parser);
    if (!settings)
        return fail(exitCodeFor(settings.error()), settings.error().message);
    for (const Variant &variant : *variants) {
        if (settings->traffic.volatileFields.empty())
            settings->traffic.volatileFields = variant.volatileFields;
        else if (!variant.volatileFields.empty() && variant.volatileFields != settings->traffic.volatileFields)
            return fail(ExitCode::wrongUse, "All variants of one run leave the same fields out of the local key.");
        settings->traffic.makeKeys |= variant.local == insight::LocalCache::On;
    }
    settings->request.variants = *std::move(variants);
    settings->request.sweep = *sweep;
    bool allRead = true;
    auto traffic = parser.isSet(name("input"))
        ? readLines(parser.value(name("input")).toStdString(), settings->traffic, allRead)
        : readLog(parser, settings->traffic);
    if (!traffic)
        return fail(exitCodeFor(traffic.error()), traffic.error().message);
    if (traffic->calls.empty())
        return fail(ExitCode::wrongUse, "There is no call to replay in what was given.");
    return report(parser, *traffic, *settings, allRead);
}

} // namespace cachescope::app
