// SPDX-License-Identifier: MIT
#pragma once

#include <QObject> // First: see ui/format/format.h.

#include "../../core/requestlog/log_fixture.h"
#include "config/config.h"
#include "engine/log_jobs.h"
#include "providers/price_book.h"
#include "ui/data/log_service.h"
#include "ui/data/saved_views.h"
#include "ui/shell/backend.h"
#include "ui/shell/page.h"

#include <QFile>
#include <QSettings>
#include <QTemporaryDir>

namespace cachescope::ui::test {

inline constexpr base::UnixMicros second = 1'000'000;

/** A backend over a real log and a real configuration file, without a proxy. */
class LogBackend : public Backend
{
    Q_OBJECT

public:
    requestlog::LogFixture log;
    config::Config settings = config::defaults();
    engine::ProxyState proxy{ engine::ProxyState::Kind::On, "127.0.0.1:8737", {} };
    std::string token = "0123456789abcdef71c2";
    std::vector<std::uint16_t> triedPorts;
    std::uint16_t freePort = 0; ///< 0: every port is free.
    QTemporaryDir directory;

    const config::Config &configuration() const override { return settings; }
    std::string configFile() const override
    {
        return directory.filePath(QStringLiteral("config.json")).toStdString();
    }
    std::string dataDirectory() const override { return directory.path().toStdString(); }
    std::string databasePath() const override { return log.path(); }
    bool isDemo() const override { return false; }
    std::shared_ptr<const providers::PriceBook> prices() const override { return providers::PriceBook::shipped(); }
    engine::ProxyState proxyState() const override { return proxy; }
    base::Result<> startProxy(std::uint16_t port) override
    {
        triedPorts.push_back(port);
        if (freePort != 0 && port != freePort)
            return base::failure(base::ErrorCode::Unavailable, "The port is taken.");
        proxy = { engine::ProxyState::Kind::On, "127.0.0.1:" + std::to_string(port), {} };
        return {};
    }
    void setMode(proxy::ProxyServer::Mode) override { }
    std::map<std::string, proxy::UpstreamHealth> upstreamHealth() const override { return {}; }
    storage::WriteStatus writeStatus() const override { return {}; }
    cache::CacheStatus cacheStatus() const override { return {}; }
    std::vector<requestlog::LiveCall> liveCalls() const override
    {
        return const_cast<requestlog::LogFixture &>(log).log().live();
    }
    std::int64_t openCalls() const override { return std::int64_t(liveCalls().size()); }
    std::int64_t droppedRows() const override { return 0; }
    void setPinned(std::int64_t id, bool pinned) override { log.log().setPinned(id, pinned); }
    void setNote(std::int64_t id, std::string note) override { log.log().setNote(id, std::move(note)); }
    void cleanUpLog() override { log.log().cleanUp(); }
    /** As the engine does it: the file's text is changed, read again, and kept only when it is right. */
    base::Result<> changeSetting(const std::string &path, const std::string &jsonValue) override
    {
        QFile file(QString::fromStdString(configFile()));
        std::string text = "{}\n";
        if (file.open(QIODevice::ReadOnly))
            text = file.readAll().toStdString();
        file.close();
        auto changed
            = jsonValue.empty() ? config::withoutValue(text, path) : config::withValue(text, path, jsonValue);
        if (!changed)
            return tl::unexpected(changed.error());
        auto parsed = config::parse(*changed, configFile());
        if (!parsed)
            return tl::unexpected(parsed.error());
        if (!file.open(QIODevice::WriteOnly))
            return base::failure(base::ErrorCode::Unreadable, "The configuration could not be written.");
        file.write(QByteArray::fromStdString(*changed));
        file.close();
        settings = *parsed;
        Q_EMIT configurationChanged();
        return {};
    }
    std::string adminToken() const override { return token; }
    base::Result<> renewAdminToken() override
    {
        token = "fedcba98765432109a9b";
        return {};
    }
    std::vector<std::string> notices() const override { return {}; }
    std::function<base::Result<std::unique_ptr<LogSource>>()> logOpener() const override
    {
        return [path = log.path()] { return openLogSource(path); };
    }
    void askLogJobs(
        const cache::ControlQuestion &question,
        std::function<void(const cache::ControlAnswer &)> done) override
    {
        if (!jobs)
            jobs = std::make_unique<engine::LogJobs>(
                log.log(), log.path(), [] { return providers::PriceBook::shipped(); });
        done(jobs->answer(question));
    }
    std::unique_ptr<engine::LogJobs> jobs; ///< Made at the first question.
    void sendTestCall(const std::string &, std::function<void(TestCallResult)>) override { }
    void stop(int) override { }
};

/** Writes down what a page asks of its window. */
class RecordingNavigator final : public Navigator
{
public:
    QStringList messages, opened;
    std::optional<requestlog::TimeRange> openedRange; ///< Of the latest openRequests.
    void openPage(PageId page) override { opened << QString::number(int(page)); }
    void openRequests(const QString &filter, std::optional<requestlog::TimeRange> range) override
    {
        opened << filter;
        openedRange = range;
    }
    void openCall(std::int64_t callId) override { opened << QString::number(callId); }
    void openPrompt(std::int64_t callId) override { opened << QStringLiteral("prompt %1").arg(callId); }
    void openSettings(const QString &section) override { opened << section; }
    void showMessage(
        const QString &, MessageKind, const QString &sentence, const QString &, std::function<void()>) override
    {
        messages << sentence;
    }
    void hideMessage(const QString &) override { }
    void openDemo() override { }
};

/** Everything a page needs, over a real log. */
struct PageWorld
{
    PageWorld()
        : session(backend.directory.filePath(QStringLiteral("session.ini")), QSettings::IniFormat)
        , service(backend.logOpener())
        , range(backend.log.clock())
        , views(session)
    { }
    PageContext context() { return { backend, service, range, navigator, views, session, backend.log.clock() }; }

    LogBackend backend;
    QSettings session;
    LogService service;
    RangeModel range;
    SavedViews views;
    RecordingNavigator navigator;
};

/** One call as agents make them, `secondsAgo` before the fixture's now. */
inline requestlog::CallRecord agentCall(requestlog::LogFixture &log, int number, double secondsAgo)
{
    requestlog::CallRecord record;
    auto &start = record.start;
    auto &end = record.end;
    struct Who
    {
        const char *client, *model, *upstream, *project;
        providers::Api api;
        const char *target;
    };
    static const Who whos[] = {
        { "code-agent", "claude-sonnet-4-5", "anthropic", "checkout-api", providers::Api::AnthropicMessages,
          "/v1/messages" },
        { "support-bot", "gpt-5-mini", "openai", "helpdesk", providers::Api::OpenAiChat, "/v1/chat/completions" },
        { "review-agent", "claude-opus-4-5", "anthropic", "checkout-api", providers::Api::AnthropicMessages,
          "/v1/messages" },
    };
    const Who &who = whos[number % 5 == 4 ? 2 : number % 2];
    start.startedAt = log.clock().wall() - base::UnixMicros(secondsAgo * 1e6);
    start.uid = base::Uid::create(start.startedAt);
    start.upstream = who.upstream;
    start.api = who.api;
    start.method = "POST";
    start.target = who.target;
    start.model = who.model;
    start.client = who.client;
    start.project = who.project;
    start.session = std::string(number % 2 ? "t88" : "7f") + std::to_string(10 + number % 4);
    start.stream = true;
    start.firstText = "Please review the change";
    const int size = 3000 + (number * 7919) % 52'000;
    start.requestBytes = size * 4;
    end.status = 200;
    end.outcome = number % 7 == 3 ? requestlog::Outcome::Hit
        : number % 11 == 5        ? requestlog::Outcome::Coalesced
        : number % 13 == 7        ? requestlog::Outcome::Bypass
        : number % 17 == 9        ? requestlog::Outcome::Error
                                  : requestlog::Outcome::Miss;
    end.usage.source = providers::UsageSource::Reported;
    end.usage.tokens.cacheRead = size * (90 + number % 9) / 100;
    end.usage.tokens.fresh = (size - end.usage.tokens.cacheRead) / 2;
    end.usage.tokens.cacheWrite5m = size - end.usage.tokens.cacheRead - end.usage.tokens.fresh;
    if (number % 12 == 6) {
        end.usage.tokens.cacheWrite5m = size;
        end.usage.tokens.cacheRead = end.usage.tokens.fresh = 0;
    }
    if (std::string_view(who.upstream) == "openai") {
        end.usage.tokens.fresh += end.usage.tokens.cacheWrite5m;
        end.usage.tokens.cacheWrite5m = 0;
    }
    end.usage.tokens.output = 100 + (number * 97) % 700;
    end.usage.rawJson = R"({"input_tokens":1204,"cache_read_input_tokens":36410,"output_tokens":612})";
    end.firstTokenMicros = 280'000 + (number * 7717) % 3'000'000;
    end.firstByteMicros = end.firstTokenMicros - 40'000;
    end.totalMicros = end.firstTokenMicros + 1'000'000 + (number * 104729) % 8'000'000;
    end.connectMicros = number % 3 == 0 ? 38'000 : 0;
    end.overheadMicros = 90;
    end.attempts = 1;
    end.finishReason = "end_turn";
    end.responseBytes = 9000;
    end.cacheDetail = "fwd=miss; stored";
    end.requestHead = "POST " + start.target
        + "\nContent-Type: application/json\nAuthorization: Bearer [redacted]\nUser-Agent: " + start.client
        + "/1.4.2\n";
    end.responseHead = "HTTP/1.1 200 OK\nContent-Type: text/event-stream\nrequest-id: req_011CT\n";
    end.requestBody = R"({"model":")" + start.model
        + R"(","max_tokens":1024,"stream":true,"system":"You are a careful reviewer.\nRun the given checks and return one line per finding.\nNever invent a file name; quote the line that you mean.","messages":[{"role":"user","content":"Please review the change"}]})";
    end.responseBody
        = "event: content_block_delta\ndata: "
          "{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\"The change \"}}\n\n"
          "event: content_block_delta\ndata: "
          "{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\"looks right.\"}}\n\n"
          "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";
    const auto cost = providers::PriceBook::shipped()->cost(
        start.upstream, start.model, end.usage.tokens, { start.startedAt, {}, {} });
    switch (end.outcome) {
    case requestlog::Outcome::Hit:
    case requestlog::Outcome::Coalesced:
        end.billed = base::Money();
        end.withoutCache = base::Money();
        end.avoided = cost ? std::optional(cost->billed) : std::nullopt;
        end.firstTokenMicros = 900;
        end.totalMicros = end.outcome == requestlog::Outcome::Hit ? 2'100 : 2'300'000;
        end.attempts = 0;
        break;
    case requestlog::Outcome::Error:
        end.status = 429;
        end.usage = {};
        end.firstTokenMicros = -1;
        end.totalMicros = 210'000;
        end.attempts = 3;
        end.errorKind = "upstream_status";
        end.errorMessage = "429 from openai: rate limit of requests a minute reached.";
        end.billed = base::Money();
        break;
    case requestlog::Outcome::Bypass:
        end.cacheDetail = "fwd=bypass; detail=no-store";
        [[fallthrough]];
    case requestlog::Outcome::Miss:
        if (cost) {
            end.billed = cost->billed;
            end.withoutCache = cost->withoutCache;
        }
        break;
    }
    return record;
}

} // namespace cachescope::ui::test
