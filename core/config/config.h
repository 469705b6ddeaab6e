// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "base/secret.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cachescope::config {

/** Where the proxy listens and who may speak to it. */
struct Listen
{
    std::string host = "127.0.0.1"; ///< Address to bind; loopback unless told otherwise.
    std::uint16_t port = 8737; ///< 0 picks a free one.
    std::vector<std::string> origins; ///< Values of `Origin` that are let in; none by default.
    std::vector<std::string> hosts; ///< Further values of `Host` (name or name:port) beside the loopback names.
};

/** Another upstream for calls that the first cannot take; only with a key of that upstream's own. */
struct Fallback
{
    enum class Cause
    {
        Connect, ///< No connection, or closed without a byte.
        ServerError, ///< 408, 500, 502, 503, 504, 529, when retries are used up.
        RateLimit, ///< 429, the provider's or our own.
        Open, ///< The breaker is open.
    };
    std::string upstream; ///< Empty: none.
    bool onConnect = true, onServerError = true, onRateLimit = false, onOpen = true;
    std::map<std::string, std::string, std::less<>> models; ///< Model or prefix* to the model to ask for there.

    bool covers(Cause cause) const;
};

/** Where the proxy sets Anthropic's cache marks, and how long what they write lives. */
enum class MarkLifetime
{
    None, ///< No marks are set.
    FiveMinutes,
    OneHour
};

/**
 * What the proxy may change in a call so that the provider's cache serves it better (help-provider-cache.md). Off
 * unless set: in an upstream's settings for all its calls, in a policy for those that it matches, member by member.
 */
struct ProviderHelp
{
    std::optional<bool> includeUsage; ///< Chat streams: ask for the usage, and keep its chunk from the client.
    std::optional<bool> cacheKey; ///< OpenAI: a `prompt_cache_key` for calls without one.
    std::optional<bool> diagnostics; ///< Ask the provider why its cache missed.
    std::optional<MarkLifetime> marks; ///< Anthropic: `cache_control` for calls without any.
    std::optional<std::chrono::milliseconds> warmGate; ///< Longest wait for the call that writes; 0: off.
    std::optional<std::chrono::seconds> cachedContents; ///< Gemini: lifetime of the objects made; 0: off.
    std::optional<std::chrono::seconds> keepWarm; ///< Entries are kept so long behind the last call; 0: off.
    std::optional<int> keepWarmCents; ///< That may cost so much a day, in hundredths of the prices' currency.

    bool isSet() const; ///< Some member says something, be it "off".
    /** These members, and those of `other` where this says nothing. */
    ProviderHelp over(const ProviderHelp &other) const;
    friend bool operator==(const ProviderHelp &, const ProviderHelp &) = default;
};

/** One place that calls go to. */
struct Upstream
{
    std::string url; ///< Origin with optional path prefix, without `/v1`: "https://api.openai.com".
    std::string keyEnvironment; ///< Environment variable that holds the key for callers without one; may be empty.
    std::optional<std::int64_t> requestsPerMinute;
    std::optional<std::int64_t> tokensPerMinute;
    std::optional<int> concurrency;
    std::chrono::seconds longestWait{ 30 };
    bool followsLimits = true; ///< Slow down near the wall that the provider's header fields announce.
    Fallback fallback;
    ProviderHelp help;
    bool builtIn = false; ///< Comes from the table of built-in upstreams, not from the user.
};

/** How fast a stored stream is given again. */
struct Replay
{
    enum class Pace
    {
        AtOnce,
        Original, ///< As it came the first time.
        Fixed
    };
    Pace pace = Pace::AtOnce;
    double eventsPerSecond = 50; ///< With Fixed; an event is about a token.
};

/** One named caching policy (contract: `cache.policies[]`). Empty match lists match everything. */
struct CachePolicy
{
    std::string name;
    bool enabled = true;
    std::vector<std::string> projects, models, upstreams, clients, routes; ///< Patterns with `*`.
    std::optional<bool> store;
    std::optional<std::chrono::seconds> ttl;
    std::vector<std::string> volatileFields; ///< JSON Pointers (RFC 6901) left out of the key.
    std::string nameSpace; ///< For calls that name none.
    std::optional<bool> storeToolCalls;
    bool deterministicOnly = false; ///< Only calls with temperature 0 or a seed are cached.
    Replay replay;
    std::chrono::seconds staleWhileRevalidate{ 0 }; ///< Past its TTL an answer still serves, and is asked anew.
    double shadowShare = 0; ///< Of the hits: asked anew, to see whether the stored answer is still given.
    ProviderHelp help; ///< Over what the upstream's settings say.
};

/** "When the system prompt of these projects changes, set their older answers aside" (`cache.rules[]`). */
struct CacheRule
{
    std::string name;
    bool enabled = true;
    std::vector<std::string> projects, models, upstreams; ///< Patterns with `*`; empty lists match all.
    bool remove = false; ///< False: asked anew at the next call.
};

struct Cache
{
    bool enabled = true;
    std::chrono::seconds ttl{ 24 * 3600 };
    std::int64_t maxBytes = std::int64_t{ 1 } << 30; ///< On disk.
    std::int64_t memoryBytes = std::int64_t{ 128 } << 20;
    std::string store = "sqlite"; ///< "sqlite" or a redis:// address.
    bool storeToolCalls = false;
    std::vector<CachePolicy> policies;
    std::vector<CacheRule> rules; ///< None: nothing is invalidated unasked.
};

/** What the log keeps, and how long. */
struct Log
{
    bool bodies = true;
    int bodyDays = 14;
    std::int64_t bodyBytes = std::int64_t{ 2 } << 30;
    int days = 365; ///< Rows without bodies.
};

enum class BreakerMode
{
    Off,
    Fallback, ///< While open: no retries, and calls go to the fallback where there is one.
    Always ///< While open, calls without a fallback are refused at once.
};

/** When an upstream counts as down. */
struct Breaker
{
    BreakerMode mode = BreakerMode::Fallback;
    int failures = 10; ///< In a row.
    std::chrono::seconds open{ 5 }; ///< Until the first probe; doubled by each that fails, up to a minute.
};

struct Retries
{
    int max = 2;
    double budget = 0.2; ///< Share of calls that may be retried.
};

enum class CoalescingMode
{
    Off,
    Deterministic,
    All
};

struct Coalescing
{
    CoalescingMode mode = CoalescingMode::Deterministic;
    std::chrono::milliseconds window{ 0 };
    /** So long a call waits for another member's answer to the same question (`cache.store` a Redis); 0: never. */
    std::chrono::milliseconds teamWait{ 10'000 };
};

struct Prices
{
    std::string file; ///< The user's own price book; overrides the shipped one model by model.
    std::string currency = "USD"; ///< In which the figures of the price book are charged: "USD" or "CNY".
};

/** Limits of the listening side and of upstream calls. All configurable under `limits`. */
struct Limits
{
    std::int64_t headBytes = 64 << 10;
    int fields = 200;
    std::int64_t bodyBytes = std::int64_t{ 64 } << 20;
    std::int64_t multipartBytes = std::int64_t{ 512 } << 20;
    std::chrono::seconds idle{ 75 };
    std::chrono::seconds firstByte{ 600 };
    std::chrono::seconds connect{ 10 };
    int threads = 2; ///< Proxy event loops.
};

struct Admin
{
    bool metricsToken = false; ///< True closes `metrics` to callers without the token.
};

/** Where alerts are told beside the window and the desktop. */
struct Notify
{
    base::Secret webhook; ///< Address in Slack's way; whoever knows it can post. https, or http to loopback.
    std::string webhookEnvironment; ///< Environment variable that holds the address; outranked by `webhook`.
    std::vector<std::string> command; ///< Program and its arguments; run without a shell.
};

/** Everything in `config.json`, with the defaults above where the file is silent. A plain value. */
struct Config
{
    Listen listen;
    std::map<std::string, Upstream, std::less<>> upstreams; ///< Built-in ones included.
    std::string defaultUpstream = "openai"; ///< For `/v1/…` that is not Anthropic's.
    Cache cache;
    Log log;
    Retries retries;
    Coalescing coalescing;
    Breaker breaker;
    Prices prices;
    Limits limits;
    Admin admin;
    std::string upstreamProxy; ///< "", "system", "http://host:port" or "socks5://host:port" for calls to upstreams.
    std::map<std::string, std::string, std::less<>> tokenizers; ///< Model or prefix* to tokenizer.json.
    std::string alertsJson = "[]"; ///< `alerts[]`, kept verbatim for the alert engine.
    std::size_t alertsLine = 1; ///< Line of the file on which that begins.
    Notify notify;
};

/** Defaults with the built-in upstreams of the contract. */
Config defaults();

/**
 * Reads `config.json` text: JSON with // and block comments. An unknown key, a wrong type or a value out of range
 * is an error that names the key's path, the line, and for an unknown key the nearest known one.
 */
base::Result<Config> parse(std::string_view json, std::string_view fileName);

/** Reads a file; a missing file gives the defaults. */
base::Result<Config> load(const std::string &path);

/**
 * Changes values in the text of a configuration file and keeps everything else, comments included, byte for byte.
 * `path` is dotted ("cache.ttl_s"), `value` is JSON. Creates missing objects. Errors: malformed text, malformed
 * value.
 */
base::Result<std::string> withValue(std::string_view json, std::string_view path, std::string_view value);
/** Removes a key (back to the default). Removing what is not there changes nothing. */
base::Result<std::string> withoutValue(std::string_view json, std::string_view path);

} // namespace cachescope::config
