// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.h"
#include "cache/shared_tier.h"

#include <QElapsedTimer>
#include <QTest>

#include <chrono>
#include <future>
#include <memory>
#include <string>

namespace cachescope::test {

/** For QTRY_…: a busy machine is no failure. */
inline constexpr int patience = 30'000;
inline constexpr const char *teamKey = "a team key that is long enough for it";

inline cache::EntryPointer entryOf(const std::string &question, const std::string &body = "answer")
{
    cache::Entry entry;
    entry.canonical = base::sha256(question);
    entry.body = body;
    entry.storedAt = base::SystemClock::instance().wall();
    entry.expiresAt = entry.storedAt + 3'600'000'000;
    return std::make_shared<const cache::Entry>(std::move(entry));
}

inline cache::SharedTier::Settings settingsFor(const std::string &address, const char *key = teamKey)
{
    cache::SharedTier::Settings settings{ *cache::parseRedisAddress(address),
                                          *cache::TeamSecrets::from(base::Secret(key)) };
    settings.firstRetry = std::chrono::milliseconds(20);
    settings.lastRetry = std::chrono::milliseconds(100);
    settings.lookUpTime = std::chrono::seconds(20); // A busy machine must not look like a broken server.
    return settings;
}

inline cache::EntryPointer ask(cache::SharedTier &tier, const std::string &question)
{
    std::promise<cache::EntryPointer> answer;
    auto future = answer.get_future();
    tier.get(base::sha256(question), [&answer](cache::EntryPointer entry) { answer.set_value(std::move(entry)); });
    return future.get();
}

/** Whether it comes true in time. Unlike QTRY_VERIFY it does not ask again once it was. */
template <typename Condition> bool eventually(Condition condition)
{
    QElapsedTimer timer;
    timer.start();
    while (!condition()) {
        if (timer.elapsed() > patience)
            return false;
        QTest::qWait(5);
    }
    return true;
}

} // namespace cachescope::test
