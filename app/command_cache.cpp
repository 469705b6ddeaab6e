// SPDX-License-Identifier: MIT
#include "command_line.h"
#include "commands.h"
#include "engine_options.h"

#include "engine/cache_control.h"
#include "engine/data_directory.h"

#include <nlohmann/json.hpp>

#include <QCoreApplication>

#include <array>
#include <cstdio>
#include <ctime>
#include <optional>
#include <string_view>

namespace cachescope::app {

namespace {

using Json = nlohmann::ordered_json;
using cache::ControlQuestion;

/** Command-line names of the selectors and their names in the admin API. */
constexpr std::array<std::array<const char *, 3>, 15> selectorOptions{ {
    { "key", "key", "As Cache-Status shows it." },
    { "prefix-text", "prefix_text", "Beginning of the prompt, system text first." },
    { "model", "model", "Model asked for; * stands for anything." },
    { "upstream", "upstream", "Upstream." },
    { "project", "project", "Project of the call that stored it." },
    { "tag", "tag", "One of its tags." },
    { "namespace", "namespace", "X-Cachescope-Namespace." },
    { "version", "version", "X-Cachescope-Version." },
    { "older-than", "older_than", "Stored longer ago: 90s, 30m, 24h, 7d." },
    { "ttl-left-below", "ttl_left_below", "Expiring within: 90s, 30m, 24h, 7d." },
    { "system", "system", "Hash of its system prompt, as 'list --format json' shows it." },
    { "system-not", "system_not", "Made with another system prompt than the one with this hash." },
    { "filter", "filter", "As in Requests: 'client:ci cost>0.05'; of the call that stored it." },
    { "state", "state", "fresh, stale, expired or pinned." },
    { "hits-below", "hits_below", "Hit less often than N times." },
} };

constexpr const char *usage
    = "Usage: cachescope cache list       [selectors] [--sort S] [--limit N]\n"
      "       cachescope cache show KEY\n"
      "       cachescope cache invalidate selectors [--action stale|remove] [--dry-run]\n"
      "       cachescope cache undo ID      (within ten minutes)\n"
      "       cachescope cache clear        [--dry-run]   removes all but pinned entries; can be undone, too\n"
      "       cachescope cache pin KEY | unpin KEY\n"
      "       cachescope cache history\n\n"
      "Each takes --data-dir DIR and --format text|json and works beside a running program.\n"
      "'cachescope cache invalidate --help' lists the selectors.";

std::string sizeText(std::int64_t bytes)
{
    constexpr double kilo = 1000;
    std::array<char, 32> text{};
    const auto value = static_cast<double>(bytes);
    if (value < kilo)
        std::snprintf(text.data(), text.size(), "%lld B", static_cast<long long>(bytes));
    else if (value < kilo * kilo)
        std::snprintf(text.data(), text.size(), "%.1f kB", value / kilo);
    else
        std::snprintf(text.data(), text.size(), "%.1f MB", value / kilo / kilo);
    return text.data();
}

std::string ageText(std::int64_t seconds)
{
    constexpr std::int64_t minute = 60, hour = 3600, day = 86'400;
    if (seconds < minute)
        return std::to_string(seconds) + "s";
    if (seconds < hour)
        return std::to_string(seconds / minute) + "m";
    return seconds < 2 * day ? std::to_string(seconds / hour) + "h" : std::to_string(seconds / day) + "d";
}

void printList(const Json &answer)
{
    std::printf(
        "%-17s %-22s %-7s %6s %6s %6s %9s %10s  %s\n", "key", "model", "state", "hits", "age", "ttl", "size",
        "saved $", "first words");
    for (const Json &entry : answer.at("entries")) {
        const auto saved
            = entry.at("usd_saved").is_null() ? std::string("?") : entry.at("usd_saved").get<std::string>();
        std::printf(
            "%-16s%s %-22.22s %-7s %6lld %6s %6s %9s %10.10s  %.60s\n", entry.at("key").get<std::string>().c_str(),
            entry.at("pinned").get<bool>() ? "*" : " ", entry.at("model").get<std::string>().c_str(),
            entry.at("state").get<std::string>().c_str(), entry.at("hits").get<long long>(),
            ageText(entry.at("age_s").get<std::int64_t>()).c_str(),
            ageText(entry.at("ttl_left_s").get<std::int64_t>()).c_str(),
            sizeText(entry.at("bytes").get<std::int64_t>()).c_str(), saved.c_str(),
            entry.at("first_text").get<std::string>().c_str());
    }
    std::printf(
        "%lld entries, %s, $%s saved (* pinned)\n", answer.at("total").get<long long>(),
        sizeText(answer.at("bytes").get<std::int64_t>()).c_str(),
        answer.at("usd_saved").get<std::string>().c_str());
}

void printEffect(const Json &answer)
{
    const bool dry = answer.contains("dry_run");
    const std::string action = answer.value("action", std::string("stale"));
    std::printf(
        "%s%lld entries, %s, $%s a week at stake",
        dry                      ? "would affect "
            : action == "remove" ? "removed "
                                 : "made stale: ",
        answer.at("count").get<long long>(), sizeText(answer.at("bytes").get<std::int64_t>()).c_str(),
        answer.at("usd_per_week").get<std::string>().c_str());
    if (const auto pinned = answer.value("pinned_kept", 0LL); pinned > 0)
        std::printf("; %lld pinned are kept", pinned);
    if (!dry && answer.at("count").get<long long>() > 0)
        std::printf(
            "\nundo within ten minutes: cachescope cache undo %s", answer.at("undo_id").get<std::string>().c_str());
    std::putchar('\n');
}

void printHistory(const Json &answer)
{
    for (const Json &one : answer.at("invalidations")) {
        constexpr std::int64_t second = 1'000'000;
        const std::time_t at = one.at("at").get<std::int64_t>() / second;
        std::array<char, 32> when{};
        std::tm parts{};
        std::strftime(when.data(), when.size(), "%Y-%m-%d %H:%M:%S", localtime_r(&at, &parts));
        std::printf(
            "%s  %s  %-6s %6lld entries  %s  by %s%s\n", one.at("undo_id").get<std::string>().c_str(), when.data(),
            one.at("action").get<std::string>().c_str(), one.at("count").get<long long>(),
            one.at("selector").dump().c_str(), one.at("origin").get<std::string>().c_str(),
            one.at("undone_at").is_null() ? "" : "  (undone)");
    }
}

void printAnswer(std::string_view verb, const Json &answer)
{
    if (verb == "list")
        printList(answer);
    else if (verb == "history")
        printHistory(answer);
    else if (verb == "undo")
        std::printf("%lld entries are back\n", answer.at("restored").get<long long>());
    else if (verb == "pin" || verb == "unpin")
        std::printf("%s %s\n", verb == "pin" ? "pinned" : "unpinned", answer.at("key").get<std::string>().c_str());
    else if (verb == "show")
        std::puts(answer.dump(2, ' ', false, Json::error_handler_t::replace).c_str());
    else
        printEffect(answer);
}

int exitCodeOf(const cache::ControlAnswer &answer)
{
    constexpr int conflict = 409, gone = 410, firstServerError = 500;
    if (answer.status >= firstServerError)
        return ExitCode::runtimeFailure;
    return answer.status == conflict || answer.status == gone ? ExitCode::findings : ExitCode::wrongUse;
}

int ask(const QCommandLineParser &parser, std::string_view verb, const ControlQuestion &question)
{
    int noArguments = 0;
    const QCoreApplication application(noArguments, nullptr);
    nameApplication();
    const auto control = engine::CacheControl::open(engine::resolveDataDirectory(
        parser.value(QStringLiteral("data-dir")).toStdString(), parser.isSet(QStringLiteral("demo"))));
    if (!control)
        return fail(exitCodeFor(control.error()), control.error().message);
    const auto answer = (*control)->ask(question);
    if (!answer)
        return fail(ExitCode::runtimeFailure, answer.error().message);
    if (answer->json.empty())
        return fail(exitCodeOf(*answer), answer->detail);
    const Json document = Json::parse(answer->json);
    if (parser.value(QStringLiteral("format")) == QLatin1String("json"))
        std::puts(document.dump(2, ' ', false, Json::error_handler_t::replace).c_str());
    else
        printAnswer(verb, document);
    return ExitCode::success;
}

/** The question that verb, selectors and arguments make; nothing, with the complaint printed, when they do not. */
std::optional<ControlQuestion> questionOf(const QCommandLineParser &parser, std::string_view verb)
{
    ControlQuestion question;
    question.origin = "command";
    const QStringList words = parser.positionalArguments();
    const bool wantsOne = verb == "show" || verb == "undo" || verb == "pin" || verb == "unpin";
    if (words.size() != (wantsOne ? 1 : 0)) {
        fail(
            ExitCode::wrongUse,
            "cache " + std::string(verb)
                + (wantsOne ? " wants one " + std::string(verb == "undo" ? "id." : "key.")
                            : " takes no arguments but options."));
        return {};
    }
    const std::string word = wantsOne ? words.constFirst().toStdString() : std::string();
    Json body = Json::object();
    const bool selects = verb == "list" || verb == "invalidate";
    for (const auto &[option, name, help] : selectorOptions) {
        if (!selects || !parser.isSet(QLatin1String(option)))
            continue;
        const std::string value = parser.value(QLatin1String(option)).toStdString();
        question.parameters[name] = value;
        body[name] = value;
    }
    if (verb == "list") {
        question.path = "entries";
        for (const char *option : { "limit", "sort" })
            question.parameters[option] = parser.value(QLatin1String(option)).toStdString();
        return question;
    }
    question.parameters.clear();
    if (verb == "show" || verb == "history") {
        question.path = verb == "show" ? "entries/" + word : "invalidations";
        return question;
    }
    question.isPost = true;
    question.path = verb == "undo"                ? "undo/" + word
        : verb == "invalidate" || verb == "clear" ? "invalidate"
                                                  : "pin";
    if (verb == "pin" || verb == "unpin")
        body = { { "key", word }, { "pinned", verb == "pin" } };
    if (verb == "clear")
        body = { { "all", true }, { "action", "remove" } };
    if (verb == "invalidate")
        body["action"] = parser.value(QStringLiteral("action")).toStdString();
    if (question.path == "invalidate" && parser.isSet(QStringLiteral("dry-run")))
        body["dry_run"] = true;
    question.body = verb == "undo" ? "" : body.dump(-1, ' ', false, Json::error_handler_t::replace);
    return question;
}

int runVerb(const std::string &verb, int argc, char **argv)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QString::fromUtf8(usage));
    DataDirectoryOption::addTo(parser);
    parser.addOption({ QStringLiteral("format"), QStringLiteral("text or json (text)."), QStringLiteral("F"),
                       QStringLiteral("text") });
    if (verb == "list" || verb == "invalidate") {
        for (const auto &[option, name, help] : selectorOptions)
            parser.addOption({ QLatin1String(option), QLatin1String(help), QLatin1String("V") });
    }
    if (verb == "list")
        parser.addOptions({ { QStringLiteral("limit"), QStringLiteral("Rows (100)."), QStringLiteral("N"),
                              QStringLiteral("100") },
                            { QStringLiteral("sort"),
                              QStringLiteral("newest, hits, last_hit, last_use, size, saved, key, model,\n"
                                             "first_text or ttl_used (newest)."),
                              QStringLiteral("S"), QStringLiteral("newest") } });
    if (verb == "invalidate")
        parser.addOption({ QStringLiteral("action"),
                           QStringLiteral("stale: asked anew at the next call; remove: gone (stale)."),
                           QStringLiteral("A"), QStringLiteral("stale") });
    if (verb == "invalidate" || verb == "clear")
        parser.addOption({ QStringLiteral("dry-run"), QStringLiteral("Only say what it would do.") });
    if (const auto code
        = parseArguments(parser, commandArguments(("cache " + verb).c_str(), argc, argv), VersionOption::Own))
        return *code;
    if (const auto code = checkFormat(parser))
        return *code;
    const auto question = questionOf(parser, verb);
    return question ? ask(parser, verb, *question) : ExitCode::wrongUse;
}

} // namespace

int runCache(int argc, char **argv)
{
    static constexpr std::array<std::string_view, 8> verbs{ "list",  "show", "invalidate", "undo",
                                                            "clear", "pin",  "unpin",      "history" };
    const std::string_view verb = argc > 0 ? argv[0] : "";
    if (verb == "--help" || verb == "-h") {
        std::puts(usage);
        return ExitCode::success;
    }
    for (const std::string_view known : verbs) {
        if (known == verb)
            return runVerb(std::string(verb), argc - 1, argv + 1);
    }
    return fail(
        ExitCode::wrongUse,
        (verb.empty() ? std::string("Say what to do with the cache")
                      : "There is no 'cache " + std::string(verb) + "'")
            + ": list, show, invalidate, undo, clear, pin, unpin or history.");
}

} // namespace cachescope::app
