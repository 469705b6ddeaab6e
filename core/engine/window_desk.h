// SPDX-License-Identifier: MIT
#pragma once

#include "cache/control_api.h"
#include "engine/window_state.h"

#include <QObject>

#include <deque>
#include <functional>
#include <string>

namespace cachescope::engine {

/**
 * Answers windows of other processes: below `window/` of the admin API. One code path with the window in this
 * process: each control calls what that window calls. Lives on the engine's thread.
 *
 * `GET window/state?have=HASH,HASH` → WindowState. By POST, each answered with `{}` once it is done: `window/mode`
 * {"mode":"on|bypass|paused"}, `window/setting` {"path","value"} (value: JSON as text; empty: back to the default),
 * `window/call` {"id","pinned"} or {"id","note"}, `window/clean-up`, `window/token` (makes a new one),
 * `window/snooze` {"rule","until"}, `window/test-alert` {"rule"} (a rule as in `alerts[]`, as text).
 */
class WindowDesk : public QObject
{
    Q_OBJECT

public:
    /** `engine` outlives it. */
    explicit WindowDesk(Engine &engine);

    using Done = std::function<void(cache::ControlAnswer)>;
    /** Any thread; `done` comes on the engine's thread, or never when the engine ends before. */
    void ask(cache::ControlQuestion question, Done done);

private:
    cache::ControlAnswer answer(const cache::ControlQuestion &question);
    cache::ControlAnswer control(const std::string &what, const cache::ControlQuestion &question);
    WindowState state() const;
    void addNews(AlertNews news);
    void readConfigurationDigest();

    Engine &m_engine;
    base::UnixMicros m_startedAt;
    std::string m_configurationDigest;
    std::deque<AlertNews> m_news;
    std::int64_t m_newsNumber = 0;
};

} // namespace cachescope::engine
