// SPDX-License-Identifier: MIT
#include "config/config.h"

#include "config/builtin_upstreams.h"
#include "config/checks.h"
#include "config/document.h"
#include "config/field_reader.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cachescope::config {

namespace {

constexpr std::int64_t tenYearsInSeconds = std::int64_t{ 10 } * 366 * 24 * 3600;
constexpr std::int64_t tenYearsInDays = 3660;
constexpr std::int64_t mostBytes = std::int64_t{ 1 } << 50;
constexpr std::int64_t aDayInSeconds = 24 * 3600;
constexpr std::int64_t mostPerMinute = 1'000'000'000'000;
constexpr std::size_t largestFile = std::size_t{ 4 } << 20;

using Field = FieldReader::Field;

/** A field that is an object of further fields. */
template <typename Section>
Field section(
    FieldReader &reader, std::string_view name, Section &out,
    void (*read)(FieldReader &, const Node &, const std::string &, Section &))
{
    return { name,
             [&reader, &out, read](const Node &node, const std::string &path) { read(reader, node, path, out); } };
}

void readListen(FieldReader &reader, const Node &node, const std::string &path, Listen &out)
{
    reader.object(
        node, path,
        { reader.text("host", out.host), reader.whole("port", out.port, 0, 65535),
          reader.texts("origins", out.origins), reader.texts("hosts", out.hosts) });
}

/** A field whose text is one of some words. */
template <typename T>
Field word(
    FieldReader &reader, std::string_view name, T &out, const std::vector<std::pair<std::string_view, T>> &words)
{
    return { name, [&reader, &out, name, words](const Node &node, const std::string &path) {
                std::string text;
                reader.text(name, text).take(node, path);
                std::string known;
                for (const auto &[spelt, value] : words) {
                    if (spelt == text) {
                        out = value;
                        return;
                    }
                    known += (known.empty() ? "\"" : ", \"") + std::string(spelt) + "\"";
                }
                reader.problem(node, path, "must be one of " + known);
            } };
}

void readFallback(FieldReader &reader, const Node &node, const std::string &path, Fallback &out)
{
    const Field causes{ "on", [&](const Node &value, const std::string &valuePath) {
                           std::vector<std::string> words;
                           reader.texts("on", words).take(value, valuePath);
                           out.onConnect = out.onServerError = out.onRateLimit = out.onOpen = false;
                           for (const std::string &cause : words) {
                               bool *const known = cause == "connect" ? &out.onConnect
                                   : cause == "5xx"                   ? &out.onServerError
                                   : cause == "429"                   ? &out.onRateLimit
                                   : cause == "open"                  ? &out.onOpen
                                                                      : nullptr;
                               if (known == nullptr)
                                   reader.problem(
                                       value, valuePath,
                                       "must be a list of \"connect\", \"5xx\", \"429\", \"open\"");
                               else
                                   *known = true;
                           }
                       } };
    const Field models{ "models", [&](const Node &value, const std::string &valuePath) {
                           reader.map(value, valuePath, [&](const Member &member, const std::string &memberPath) {
                               reader.text(member.name, out.models[member.name]).take(member.value, memberPath);
                           });
                       } };
    reader.object(node, path, { reader.text("upstream", out.upstream), causes, models });
    if (out.upstream.empty())
        reader.problem(node, path, "needs an \"upstream\" to go to");
}

void readHelp(FieldReader &reader, const Node &node, const std::string &path, ProviderHelp &out)
{
    const Field marks{ "marks", [&](const Node &value, const std::string &valuePath) {
                          out.marks = MarkLifetime::None;
                          word<MarkLifetime>(
                              reader, "marks", *out.marks,
                              { { "off", MarkLifetime::None },
                                { "5m", MarkLifetime::FiveMinutes },
                                { "1h", MarkLifetime::OneHour } })
                              .take(value, valuePath);
                      } };
    reader.object(
        node, path,
        { reader.boolean("include_usage", out.includeUsage), reader.boolean("cache_key", out.cacheKey),
          reader.boolean("diagnostics", out.diagnostics), marks,
          reader.whole("warm_gate_ms", out.warmGate, 0, 60'000),
          reader.whole("cached_contents_s", out.cachedContents, 0, aDayInSeconds),
          reader.whole("keep_warm_s", out.keepWarm, 0, aDayInSeconds),
          reader.whole("keep_warm_cents_per_day", out.keepWarmCents, 0, 1'000'000) });
}

void readUpstream(FieldReader &reader, const Node &node, const std::string &path, Upstream &out)
{
    reader.object(
        node, path,
        { { "url",
            [&](const Node &value, const std::string &valuePath) {
                reader.text("url", out.url).take(value, valuePath);
                if (const std::string wrong = cleanUrl(out.url); !wrong.empty())
                    reader.problem(value, valuePath, wrong);
                out.builtIn = false;
            } },
          { "key_env",
            [&](const Node &value, const std::string &valuePath) {
                reader.text("key_env", out.keyEnvironment).take(value, valuePath);
                if (!isEnvironmentName(out.keyEnvironment))
                    reader.problem(
                        value, valuePath, "must be the name of an environment variable, not the key itself");
            } },
          reader.whole("rpm", out.requestsPerMinute, 1, mostPerMinute),
          reader.whole("tpm", out.tokensPerMinute, 1, mostPerMinute),
          reader.whole("concurrency", out.concurrency, 1, 100'000),
          reader.whole("max_wait_s", out.longestWait, 0, aDayInSeconds),
          reader.boolean("follow_limits", out.followsLimits),
          section(reader, "fallback", out.fallback, readFallback),
          section(reader, "help", out.help, readHelp) });
}

void readUpstreams(
    FieldReader &reader, const Node &node, const std::string &path,
    std::map<std::string, Upstream, std::less<>> &out)
{
    reader.map(node, path, [&](const Member &member, const std::string &memberPath) {
        if (const std::string wrong = upstreamNameProblem(member.name); !wrong.empty()) {
            reader.problemAt(member.keyBegin, memberPath, wrong);
            return;
        }
        Upstream &upstream = out[member.name];
        readUpstream(reader, member.value, memberPath, upstream);
        if (upstream.url.empty())
            reader.problemAt(member.keyBegin, memberPath, "needs a \"url\" such as \"https://api.example.com\"");
    });
}

void readReplay(FieldReader &reader, const Node &node, const std::string &path, Replay &out)
{
    if (node.kind == Node::Kind::String) {
        word<Replay::Pace>(
            reader, "replay", out.pace,
            { { "at_once", Replay::Pace::AtOnce }, { "original", Replay::Pace::Original } })
            .take(node, path);
        return;
    }
    std::int64_t events = 0;
    reader.object(node, path, { reader.whole("events_per_second", events, 1, 10'000) });
    out.pace = Replay::Pace::Fixed;
    out.eventsPerSecond = static_cast<double>(events);
}

void readPolicy(FieldReader &reader, const Node &node, const std::string &path, CachePolicy &out)
{
    reader.object(
        node, path,
        { reader.text("name", out.name), reader.boolean("enabled", out.enabled),
          reader.texts("projects", out.projects), reader.texts("models", out.models),
          reader.texts("upstreams", out.upstreams), reader.texts("clients", out.clients),
          reader.texts("routes", out.routes), reader.boolean("deterministic_only", out.deterministicOnly),
          section(reader, "replay", out.replay, readReplay),
          reader.whole("stale_while_revalidate_s", out.staleWhileRevalidate, 0, tenYearsInSeconds),
          reader.share("shadow_share", out.shadowShare), reader.boolean("store", out.store),
          reader.whole("ttl_s", out.ttl, 1, tenYearsInSeconds), reader.texts("volatile_fields", out.volatileFields),
          reader.text("namespace", out.nameSpace), reader.boolean("store_tool_calls", out.storeToolCalls),
          section(reader, "help", out.help, readHelp) });
    if (out.name.empty())
        reader.problem(node, path, "needs a \"name\"");
    for (const std::string &pointer : out.volatileFields) {
        if (!isJsonPointer(pointer))
            reader.problem(
                node, path + ".volatile_fields",
                "must be JSON Pointers that begin with / and name a field, such as \"/metadata/user_id\"");
    }
}

void readRule(FieldReader &reader, const Node &node, const std::string &path, CacheRule &out)
{
    std::string when, action = "stale";
    reader.object(
        node, path,
        { reader.text("name", out.name), reader.boolean("enabled", out.enabled), reader.text("when", when),
          reader.texts("projects", out.projects), reader.texts("models", out.models),
          reader.texts("upstreams", out.upstreams), reader.text("action", action) });
    if (out.name.empty())
        reader.problem(node, path, "needs a \"name\"");
    if (when != "system_prompt_changes")
        reader.problem(node, path + ".when", "must be \"system_prompt_changes\"");
    if (action != "stale" && action != "remove")
        reader.problem(node, path + ".action", "must be \"stale\" or \"remove\"");
    out.remove = action == "remove";
}

void readCache(FieldReader &reader, const Node &node, const std::string &path, Cache &out)
{
    reader.object(
        node, path,
        { reader.boolean("enabled", out.enabled),
          reader.whole("ttl_s", out.ttl, 1, tenYearsInSeconds),
          reader.whole("max_bytes", out.maxBytes, 0, mostBytes),
          reader.whole("memory_bytes", out.memoryBytes, 0, mostBytes),
          { "store",
            [&](const Node &value, const std::string &valuePath) {
                reader.text("store", out.store).take(value, valuePath);
                if (!isCacheStore(out.store))
                    reader.problem(value, valuePath, "must be \"sqlite\" or an address redis://HOST:PORT");
            } },
          reader.boolean("store_tool_calls", out.storeToolCalls),
          { "policies",
            [&](const Node &value, const std::string &valuePath) {
                reader.list(value, valuePath, [&](const Node &element, const std::string &elementPath) {
                    readPolicy(reader, element, elementPath, out.policies.emplace_back());
                });
            } },
          { "rules", [&](const Node &value, const std::string &valuePath) {
               reader.list(value, valuePath, [&](const Node &element, const std::string &elementPath) {
                   readRule(reader, element, elementPath, out.rules.emplace_back());
               });
           } } });
}

void readLog(FieldReader &reader, const Node &node, const std::string &path, Log &out)
{
    reader.object(
        node, path,
        { reader.boolean("bodies", out.bodies), reader.whole("body_days", out.bodyDays, 0, tenYearsInDays),
          reader.whole("body_bytes", out.bodyBytes, 0, mostBytes),
          reader.whole("days", out.days, 1, tenYearsInDays) });
}

void readRetries(FieldReader &reader, const Node &node, const std::string &path, Retries &out)
{
    reader.object(node, path, { reader.whole("max", out.max, 0, 10), reader.share("budget", out.budget) });
}

void readCoalescing(FieldReader &reader, const Node &node, const std::string &path, Coalescing &out)
{
    std::string mode;
    reader.object(
        node, path,
        { { "mode",
            [&](const Node &value, const std::string &valuePath) {
                reader.text("mode", mode).take(value, valuePath);
                if (mode == "off")
                    out.mode = CoalescingMode::Off;
                else if (mode == "deterministic")
                    out.mode = CoalescingMode::Deterministic;
                else if (mode == "all")
                    out.mode = CoalescingMode::All;
                else
                    reader.problem(value, valuePath, "must be \"off\", \"deterministic\" or \"all\"");
            } },
          reader.whole("window_ms", out.window, 0, 60'000),
          reader.whole("team_wait_ms", out.teamWait, 0, 600'000) });
}

void readBreaker(FieldReader &reader, const Node &node, const std::string &path, Breaker &out)
{
    reader.object(
        node, path,
        { word<BreakerMode>(
              reader, "mode", out.mode,
              { { "off", BreakerMode::Off },
                { "fallback", BreakerMode::Fallback },
                { "always", BreakerMode::Always } }),
          reader.whole("failures", out.failures, 1, 10'000), reader.whole("open_s", out.open, 1, 3600) });
}

void readPrices(FieldReader &reader, const Node &node, const std::string &path, Prices &out)
{
    reader.object(
        node, path,
        { reader.text("file", out.file), { "currency", [&](const Node &value, const std::string &valuePath) {
                                              reader.text("currency", out.currency).take(value, valuePath);
                                              if (out.currency != "USD" && out.currency != "CNY")
                                                  reader.problem(value, valuePath, "must be \"USD\" or \"CNY\"");
                                          } } });
}

void readLimits(FieldReader &reader, const Node &node, const std::string &path, Limits &out)
{
    reader.object(
        node, path,
        { reader.whole("head_bytes", out.headBytes, 1024, 16 << 20), reader.whole("fields", out.fields, 10, 10'000),
          reader.whole("body_bytes", out.bodyBytes, 1024, mostBytes),
          reader.whole("multipart_bytes", out.multipartBytes, 1024, mostBytes),
          reader.whole("idle_s", out.idle, 1, aDayInSeconds),
          reader.whole("first_byte_s", out.firstByte, 1, aDayInSeconds),
          reader.whole("connect_s", out.connect, 1, 3600), reader.whole("threads", out.threads, 1, 64) });
}

void readAdmin(FieldReader &reader, const Node &node, const std::string &path, Admin &out)
{
    reader.object(node, path, { reader.boolean("metrics_token", out.metricsToken) });
}

void readNotify(FieldReader &reader, const Node &node, const std::string &path, Notify &out)
{
    std::string webhook;
    const Field webhookField{ "webhook", [&](const Node &value, const std::string &valuePath) {
                                 reader.text("webhook", webhook).take(value, valuePath);
                                 if (const std::string wrong = webhookProblem(webhook); !wrong.empty())
                                     reader.problem(value, valuePath, wrong);
                             } };
    const Field environment{ "webhook_env", [&](const Node &value, const std::string &valuePath) {
                                reader.text("webhook_env", out.webhookEnvironment).take(value, valuePath);
                                if (!isEnvironmentName(out.webhookEnvironment))
                                    reader.problem(
                                        value, valuePath,
                                        "must be the name of an environment variable (letters, digits and _)");
                            } };
    const Field command{ "command", [&](const Node &value, const std::string &valuePath) {
                            reader.texts("command", out.command).take(value, valuePath);
                            if (!out.command.empty() && !out.command.front().starts_with('/'))
                                reader.problem(
                                    value, valuePath,
                                    "must begin with the program's absolute path, as in "
                                    "[\"/usr/bin/notify\", \"--urgent\"]");
                        } };
    reader.object(node, path, { webhookField, environment, command });
    out.webhook = base::Secret(std::move(webhook));
}

void readTokenizers(
    FieldReader &reader, const Node &node, const std::string &path,
    std::map<std::string, std::string, std::less<>> &out)
{
    reader.map(node, path, [&](const Member &member, const std::string &memberPath) {
        reader.text(member.name, out[member.name]).take(member.value, memberPath);
    });
}

/** Whether a fallback is there, is another one, and speaks the same API as far as that is known. */
void checkFallbacks(FieldReader &reader, const Node &root, const Config &config)
{
    for (const auto &[name, upstream] : config.upstreams) {
        if (upstream.fallback.upstream.empty())
            continue;
        const std::string wrong = fallbackProblem(config, name);
        if (wrong.empty())
            continue;
        const Member *all = root.find("upstreams");
        const Member *own = all ? all->value.find(name) : nullptr;
        reader.problemAt(own ? own->value.begin : 0, "upstreams." + name + ".fallback.upstream", wrong);
    }
}

void readTop(FieldReader &reader, std::string_view text, const Node &root, Config &out)
{
    const Field defaultUpstream{ "default_upstream", [&](const Node &value, const std::string &path) {
                                    reader.text("default_upstream", out.defaultUpstream).take(value, path);
                                } };
    const Field upstreamProxy{ "upstream_proxy", [&](const Node &value, const std::string &path) {
                                  reader.text("upstream_proxy", out.upstreamProxy).take(value, path);
                                  if (const std::string wrong = proxyProblem(out.upstreamProxy); !wrong.empty())
                                      reader.problem(value, path, wrong);
                              } };
    const Field alerts{ "alerts", [&](const Node &value, const std::string &path) {
                           if (value.kind == Node::Kind::Array) {
                               out.alertsJson = text.substr(value.begin, value.end - value.begin);
                               out.alertsLine = lineAt(text, value.begin);
                           } else {
                               reader.problem(value, path, "must be a list [ … ]");
                           }
                       } };
    reader.object(
        root, "",
        { section(reader, "listen", out.listen, readListen),
          section(reader, "upstreams", out.upstreams, readUpstreams), defaultUpstream,
          section(reader, "cache", out.cache, readCache), section(reader, "log", out.log, readLog),
          section(reader, "retries", out.retries, readRetries),
          section(reader, "coalescing", out.coalescing, readCoalescing),
          section(reader, "breaker", out.breaker, readBreaker), section(reader, "prices", out.prices, readPrices),
          section(reader, "limits", out.limits, readLimits),
          section(reader, "tokenizers", out.tokenizers, readTokenizers), alerts,
          section(reader, "admin", out.admin, readAdmin), section(reader, "notify", out.notify, readNotify),
          upstreamProxy });
    checkFallbacks(reader, root, out);
    // Only now: upstreams may stand behind the name that refers to them.
    if (!out.upstreams.contains(out.defaultUpstream)) {
        const Member *member = root.find("default_upstream");
        reader.problemAt(
            member ? member->value.begin : 0, "default_upstream",
            "names an upstream that does not exist; known: " + knownUpstreams(out));
    }
}

/** A descriptor that closes itself. */
struct File
{
    int descriptor = -1;
    ~File()
    {
        if (descriptor >= 0)
            ::close(descriptor);
    }
};

base::Error unreadable(const std::string &path, const std::string &why)
{
    return { base::ErrorCode::Unreadable, path + ": cannot be read (" + why + "); check the file." };
}

} // namespace

bool Fallback::covers(Cause cause) const
{
    switch (cause) {
    case Cause::Connect:
        return onConnect;
    case Cause::ServerError:
        return onServerError;
    case Cause::RateLimit:
        return onRateLimit;
    case Cause::Open:
        return onOpen;
    }
    return false;
}

Config defaults()
{
    Config config;
    config.upstreams = builtInUpstreams();
    return config;
}

base::Result<Config> parse(std::string_view json, std::string_view fileName)
{
    const auto root = parseDocument(json, fileName, Comments::Allowed);
    if (!root)
        return tl::unexpected(root.error());
    Config config = defaults();
    FieldReader reader(json, fileName);
    readTop(reader, json, *root, config);
    if (reader.failed())
        return base::failure(base::ErrorCode::InvalidInput, reader.firstProblem());
    return config;
}

base::Result<Config> load(const std::string &path)
{
    const File file{ ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK) };
    if (file.descriptor < 0) {
        if (errno == ENOENT)
            return defaults();
        return tl::unexpected(unreadable(path, std::strerror(errno)));
    }
    struct stat facts = {};
    if (::fstat(file.descriptor, &facts) != 0 || !S_ISREG(facts.st_mode))
        return tl::unexpected(unreadable(path, "it is not a regular file"));
    if (static_cast<std::size_t>(facts.st_size) > largestFile)
        return tl::unexpected(unreadable(path, "it is larger than 4 MiB"));
    std::string text(static_cast<std::size_t>(facts.st_size), '\0');
    std::size_t have = 0;
    while (have < text.size()) {
        const ssize_t got = ::read(file.descriptor, text.data() + have, text.size() - have);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return tl::unexpected(unreadable(path, std::strerror(errno)));
        if (got == 0)
            break;
        have += static_cast<std::size_t>(got);
    }
    text.resize(have);
    return parse(text, path);
}

} // namespace cachescope::config
