// SPDX-License-Identifier: MIT
#pragma once

#include "config/config.h"
#include "engine/alert_teller.h"
#include "insight/alert_watch.h"

#include <QObject>

#include <memory>

namespace cachescope::engine {

/** The rules of a configuration; an error names file, line and key. */
base::Result<std::vector<insight::AlertRule>> alertRulesOf(
    const config::Config &configuration, const std::string &fileName);

/**
 * Alerts of a running engine: the watching thread and the ways to tell. Lives on the main thread; signals come
 * there.
 */
class AlertDesk : public QObject
{
    Q_OBJECT

public:
    /** `queue` and `clock` must outlive it. */
    AlertDesk(
        storage::WriteQueue &queue, const base::Clock &clock, const std::string &databasePath,
        std::function<std::int64_t()> droppedRows);
    ~AlertDesk() override;

    /** The configuration changed, or is there for the first time. The rules were checked before. */
    void configure(
        const config::Config &configuration, std::vector<insight::AlertRule> rules, std::string_view currency);
    std::shared_ptr<const insight::AlertSnapshot> snapshot() const; ///< Never null.
    void snooze(const std::string &rule, base::UnixMicros until); ///< 0: no longer.
    /** Tells a made-up notice of this rule by all its ways; `noticed` comes for window and desktop. */
    void sendTest(const insight::AlertRule &rule);
    AlertDelivery delivery() const { return m_teller.delivery(); }
    bool hasWebhook() const { return m_hasWebhook; }
    bool hasCommand() const { return m_hasCommand; }
    /** Rules and how many of their alerts fire, for /metrics. Thread-safe. */
    static std::map<std::string, int> firingByRule(const insight::AlertSnapshot &snapshot);

Q_SIGNALS:
    void changed(); ///< `snapshot` or `delivery` has news.
    void noticed(const cachescope::insight::AlertNotice &notice);
    void told(int way, const QString &rule, const QString &problem);

private:
    void take(const insight::AlertNotice &notice);

    const base::Clock &m_clock;
    AlertTeller m_teller;
    bool m_hasWebhook = false, m_hasCommand = false;
    std::unique_ptr<insight::AlertWatch> m_watch; ///< Last: its thread calls back.
};

} // namespace cachescope::engine
