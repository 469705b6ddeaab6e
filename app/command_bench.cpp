// SPDX-License-Identifier: MIT
#include "command_line.h"
#include "commands.h"
#include "termination.h"

#include "engine/engine.h"
#include "loadtest/report.h"
#include "simulated/simulated_provider.h"

#include <QCoreApplication>
#include <QTemporaryDir>

#include <cstdio>
#include <cstdlib>

namespace cachescope::app {

namespace {

constexpr double mostPerSecond = 1e6;
constexpr std::int64_t mostConnections = 10'000;
constexpr const char *ownKey = "cachescope-bench";

/** A proxy in a directory of its own with a simulated provider behind it: load that costs nothing and touches
 * nothing. */
struct OwnProxy
{
    QTemporaryDir directory;
    std::unique_ptr<simulated::SimulatedProvider> provider;
    std::unique_ptr<engine::Engine> engine;

    base::Result<std::string> start()
    {
        simulated::SimulatedProvider::Settings settings;
        settings.firstToken = std::chrono::milliseconds(0);
        settings.tokensPerSecond = 0;
        auto begun = simulated::SimulatedProvider::start(settings);
        if (!begun)
            return tl::unexpected(begun.error());
        provider = std::move(*begun);
        engine::Options options;
        options.dataDirectory = directory.path().toStdString();
        options.configFile = directory.filePath(QStringLiteral("config.json")).toStdString();
        options.port = 0;
        options.upstreams["openai"] = provider->url() + "/openai";
        auto running = engine::Engine::start(options);
        if (!running)
            return tl::unexpected(running.error());
        engine = std::move(*running);
        return "http://" + engine->proxyState().address;
    }
};

base::Result<std::string> readKey(const QCommandLineParser &parser)
{
    if (!parser.isSet(QStringLiteral("key-env")))
        return std::string(ownKey);
    const std::string name = parser.value(QStringLiteral("key-env")).toStdString();
    const char *value = std::getenv(name.c_str()); // NOLINT(concurrency-mt-unsafe): before any thread starts.
    if (value == nullptr || *value == '\0')
        return base::failure(
            base::ErrorCode::InvalidInput, "--key-env names " + name + ", which is not set in the environment.");
    if (std::string_view(value).find_first_of("\r\n") != std::string_view::npos)
        return base::failure(base::ErrorCode::InvalidInput, name + " holds a line break, which no key may.");
    return std::string(value);
}

/** The numbers of the plan; nothing, with the complaint printed, when one is wrong. */
std::optional<loadtest::Plan> readNumbers(const QCommandLineParser &parser)
{
    loadtest::Plan plan;
    const auto requests = wholeNumber(parser, "requests", 1);
    const auto contexts = requests ? wholeNumber(parser, "contexts", 1) : std::nullopt;
    const auto concurrency = contexts ? wholeNumber(parser, "concurrency", 1) : std::nullopt;
    const auto warmUp = concurrency ? wholeNumber(parser, "warm-up", 0) : std::nullopt;
    const auto bytes = warmUp ? wholeNumber(parser, "context-bytes", 1) : std::nullopt;
    const auto timeout = bytes ? wholeNumber(parser, "timeout", 1) : std::nullopt;
    const auto seed = timeout ? wholeNumber(parser, "seed", 0) : std::nullopt;
    if (!seed)
        return {};
    if (*concurrency > mostConnections) {
        fail(
            ExitCode::wrongUse, "--concurrency wants at most " + std::to_string(mostConnections) + " connections.");
        return {};
    }
    bool isNumber = true;
    const QString rate = parser.value(QStringLiteral("rate"));
    plan.ratePerSecond = rate.isEmpty() ? 0 : rate.toDouble(&isNumber);
    if (!isNumber || !(plan.ratePerSecond >= 0) || plan.ratePerSecond > mostPerSecond
        || (!rate.isEmpty() && plan.ratePerSecond == 0)) {
        fail(ExitCode::wrongUse, "--rate wants requests per second above 0, not '" + rate.toStdString() + "'.");
        return {};
    }
    plan.requests = static_cast<std::size_t>(*requests);
    plan.contexts = static_cast<std::uint32_t>(*contexts);
    plan.concurrency = static_cast<int>(*concurrency);
    plan.warmUp = static_cast<std::size_t>(*warmUp);
    plan.timeout = std::chrono::seconds(*timeout);
    plan.body.contextBytes = static_cast<std::size_t>(*bytes);
    plan.body.seed = static_cast<std::uint64_t>(*seed);
    plan.body.stream = parser.isSet(QStringLiteral("stream"));
    plan.body.model = parser.value(QStringLiteral("model")).toStdString();
    return plan;
}

int measure(const QCommandLineParser &parser, const loadtest::Plan &plan)
{
    bool stopped = false;
    const Termination termination([&stopped] { stopped = true; });
    const auto tallies = loadtest::runLoad(plan, [&stopped] { return stopped; });
    const bool asJson = parser.value(QStringLiteral("format")) == QLatin1String("json");
    std::puts((asJson ? loadtest::reportJson(plan, tallies) : loadtest::reportText(plan, tallies)).c_str());
    bool anyFailed = false;
    for (std::size_t i = 0; i < tallies.size(); ++i) {
        anyFailed = anyFailed || tallies[i].failed > 0;
        if (tallies[i].succeeded == 0 && !stopped)
            return fail(
                ExitCode::runtimeFailure,
                "Not one request to " + plan.targets[i].url + " succeeded: "
                    + (tallies[i].errors.empty() ? std::string("none was sent") : tallies[i].errors.begin()->first)
                    + ".");
    }
    if (stopped)
        return fail(ExitCode::runtimeFailure, "Stopped by a signal; the figures are of the requests until then.");
    return anyFailed ? ExitCode::findings : ExitCode::success;
}

int run(const QCommandLineParser &parser, loadtest::Plan plan)
{
    auto key = readKey(parser);
    if (!key)
        return fail(ExitCode::wrongUse, key.error().message);
    plan.key = std::move(*key);
    QStringList urls = parser.values(QStringLiteral("url"));
    OwnProxy own;
    if (urls.isEmpty()) {
        const auto url = own.start();
        if (!url)
            return fail(exitCodeFor(url.error()), url.error().message);
        std::fputs("cachescope: no --url: measuring a proxy of its own with a simulated provider\n", stderr);
        urls << QString::fromStdString(*url);
    }
    for (const QString &url : std::as_const(urls)) {
        auto target = loadtest::parseTarget(url.toStdString());
        if (!target)
            return fail(ExitCode::wrongUse, target.error().message);
        if (!target->isLoopback())
            std::fprintf(
                stderr, "cachescope: %zu requests go to %s; each may cost money there\n", plan.requests,
                target->host.c_str());
        plan.targets.push_back(std::move(*target));
    }
    return measure(parser, plan);
}

} // namespace

int runBench(int argc, char **argv)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral(
        "A load of repeated contexts: success rate, throughput, latencies, hit rate. Without --url it measures a "
        "proxy of its own with a simulated provider. Given twice, --url compares: the two take turns. Exit code 1 "
        "when requests failed, 3 when all did."));
    const auto option
        = [&parser](const char *name, const char *help, const char *value, const char *standard = "") {
              parser.addOption(
                  { QLatin1String(name), QString::fromUtf8(help), QLatin1String(value), QLatin1String(standard) });
          };
    option("url", "Base URL or endpoint; its path tells the API (OpenAI Chat without one).", "URL");
    option("requests", "Requests for each URL (10000).", "N", "10000");
    option("contexts", "Different requests among them (50).", "N", "50");
    option("concurrency", "Connections (50).", "N", "50");
    option("rate", "Requests due each second, whatever the answers do (open loop).", "R");
    option("warm-up", "Unmeasured requests first, on contexts of their own (50).", "N", "50");
    option("context-bytes", "Bytes of each context (4096).", "N", "4096");
    option("timeout", "Seconds until a request counts as failed (60).", "S", "60");
    option("model", "Model to ask for (gpt-4.1-mini).", "M", "gpt-4.1-mini");
    option("seed", "Contexts and their order depend on it alone (1).", "N", "1");
    option("key-env", "Environment variable that holds the key to send.", "NAME");
    option("format", "text or json (text).", "F", "text");
    option("data-dir", "Accepted as by every command; bench neither reads nor writes it.", "DIR");
    parser.addOption({ QStringLiteral("stream"), QStringLiteral("Ask for streams.") });
    if (const auto code = parseArguments(parser, commandArguments("bench", argc, argv)))
        return *code;
    if (!parser.positionalArguments().isEmpty())
        return fail(
            ExitCode::wrongUse,
            "bench takes no file: '" + parser.positionalArguments().constFirst().toStdString() + "'.");
    if (const auto code = checkFormat(parser))
        return *code;
    const auto plan = readNumbers(parser);
    if (!plan)
        return ExitCode::wrongUse;
    int noArguments = 0;
    const QCoreApplication application(noArguments, nullptr);
    return run(parser, *plan);
}

} // namespace cachescope::app
