// SPDX-License-Identifier: MIT
#pragma once

#include <QObject> // First: see ui/format/format.h.

#include "../requests/page_fixture.h"
#include "cache/invalidator.h"
#include "cache/response_cache.h"
#include "engine/entry_filter.h"
#include "ui/cache/cache_page.h"

namespace cachescope::ui::test {

/** A backend with a real cache over the fixture's log; answers that are asked anew come from `fresh`. */
class CacheBackend : public LogBackend
{
    Q_OBJECT

public:
    CacheBackend() { openCache(); }
    ~CacheBackend() override { closeCache(); }
    void openCache()
    {
        cache = std::move(*cache::ResponseCache::create(log.queue(), log.clock(), {}));
        control = std::make_unique<cache::Invalidator>(*cache, log.queue(), log.clock());
        control->setFilterReader(engine::entryFilterReader(log.path()));
    }
    void closeCache()
    {
        control.reset();
        cache.reset();
    }
    cache::Invalidator *invalidator() const override { return control.get(); }
    std::string databasePath() const override { return const_cast<requestlog::LogFixture &>(log).path(); }
    void askFresh(
        const engine::FreshQuestion &question, std::function<void(const engine::FreshAnswer &)> done) override
    {
        asked.push_back(question);
        done(fresh);
    }

    std::unique_ptr<cache::ResponseCache> cache;
    std::unique_ptr<cache::Invalidator> control;
    std::vector<engine::FreshQuestion> asked;
    engine::FreshAnswer fresh;
};

/** A page over a cache with entries that were logged as calls. */
struct CacheWorld
{
    CacheWorld()
        : session(backend.directory.filePath(QStringLiteral("session.ini")), QSettings::IniFormat)
        , service(backend.logOpener())
        , range(backend.log.clock())
        , views(session)
    { }
    PageContext context() { return { backend, service, range, navigator, views, session, backend.log.clock() }; }

    /** Stores the answer to a logged call; the number makes question and answer. */
    void store(int number, const std::string &model = "gpt-5-mini", const std::string &version = "v41")
    {
        auto &log = backend.log;
        requestlog::CallRecord record = agentCall(log, 1, 60);
        record.start.model = model;
        record.start.project = "helpdesk";
        record.start.version = version;
        record.end.outcome = requestlog::Outcome::Miss;
        record.end.stored = true;
        const std::string question = "How do I change my number " + std::to_string(number);
        record.start.firstText = question;
        record.end.requestBody = R"({"model":")" + model
            + R"(","stream":false,"temperature":0,"messages":[{"role":"system","content":"You are the support agent of the shop."},{"role":"user","content":")"
            + question + R"(?"}]})";
        cache::Entry entry;
        entry.filledBy = log.write(record);
        entry.canonical = base::sha256("question " + std::to_string(number));
        entry.upstream = "openai";
        entry.model = model;
        entry.project = "helpdesk";
        entry.version = version;
        entry.api = providers::Api::OpenAiChat;
        entry.contentType = "application/json";
        entry.body = answerOf("Under Account, Number " + std::to_string(number) + ".");
        entry.storedAt = log.clock().wall();
        entry.expiresAt = entry.storedAt + std::chrono::microseconds(std::chrono::hours(24)).count();
        entry.cost = base::Money::fromPico(4'700'000'000);
        entry.originalTotalMicros = 1000;
        entry.firstText = question;
        entry.promptText = "You are the support agent of the shop.\n" + question + "?";
        entry.systemHash = 7;
        QVERIFY(backend.cache->store(entry));
        log.clock().advance(std::chrono::seconds(1));
    }
    void drain() { QVERIFY(backend.log.queue().drain(std::chrono::seconds(20))); }
    /** Waits for the lanes: what they run may use the cache. */
    void idle()
    {
        int left = 0;
        QObject here;
        for (const Lane lane : { Lane::Pages, Lane::Search, Lane::Dashboard, Lane::Cache }) {
            ++left;
            service.ask(
                lane, &here, [](LogSource &) { return base::Result<int>(0); },
                [&left](const base::Result<int> &) { --left; });
        }
        QTRY_COMPARE(left, 0);
    }
    static std::string answerOf(const std::string &words)
    {
        return R"({"id":"c","object":"chat.completion","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":")"
            + words
            + R"("},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":1,"total_tokens":10}})";
    }
    std::unique_ptr<CachePage> open()
    {
        drain();
        auto page = std::make_unique<CachePage>(context());
        page->resize(1248, 820);
        page->show();
        page->activate();
        return page;
    }

    CacheBackend backend;
    QSettings session;
    LogService service;
    RangeModel range;
    SavedViews views;
    RecordingNavigator navigator;
};

} // namespace cachescope::ui::test
