// SPDX-License-Identifier: MIT
#include "engine/alert_desk.h"

#include <cstdlib>

namespace cachescope::engine {

namespace {

/** The address from the settings, else from the environment. */
base::Secret webhookOf(const config::Notify &notify)
{
    if (!notify.webhook.empty() || notify.webhookEnvironment.empty())
        return notify.webhook;
    const char *value
        = std::getenv(notify.webhookEnvironment.c_str()); // NOLINT(concurrency-mt-unsafe): main thread
    return base::Secret(value ? value : "");
}

} // namespace

base::Result<std::vector<insight::AlertRule>> alertRulesOf(
    const config::Config &configuration, const std::string &fileName)
{
    return insight::parseAlertRules(configuration.alertsJson, fileName, configuration.alertsLine);
}

AlertDesk::AlertDesk(
    storage::WriteQueue &queue, const base::Clock &clock, const std::string &databasePath,
    std::function<std::int64_t()> droppedRows)
    : m_clock(clock)
{
    connect(&m_teller, &AlertTeller::deliveryChanged, this, &AlertDesk::changed, Qt::QueuedConnection);
    connect(&m_teller, &AlertTeller::told, this, &AlertDesk::told, Qt::QueuedConnection);
    insight::AlertWatch::Options options;
    options.databasePath = databasePath;
    options.droppedRows = std::move(droppedRows);
    options.notice = [this](const insight::AlertNotice &notice) {
        QMetaObject::invokeMethod(
            this, [this, notice] { take(notice); }, Qt::QueuedConnection);
    };
    options.changed = [this] { QMetaObject::invokeMethod(this, &AlertDesk::changed, Qt::QueuedConnection); };
    m_watch = std::make_unique<insight::AlertWatch>(queue, clock, std::move(options));
}

AlertDesk::~AlertDesk() = default;

void AlertDesk::configure(
    const config::Config &configuration, std::vector<insight::AlertRule> rules, std::string_view currency)
{
    AlertChannels channels{ webhookOf(configuration.notify), configuration.notify.command, std::string(currency) };
    m_hasWebhook = !channels.webhook.empty();
    m_hasCommand = !channels.command.empty();
    m_teller.setChannels(std::move(channels));
    m_watch->setRules(std::move(rules));
}

std::shared_ptr<const insight::AlertSnapshot> AlertDesk::snapshot() const
{
    return m_watch->snapshot();
}

void AlertDesk::snooze(const std::string &rule, base::UnixMicros until)
{
    m_watch->snooze(rule, until);
}

void AlertDesk::take(const insight::AlertNotice &notice)
{
    m_teller.tell(notice, notice.rule.tell);
    Q_EMIT noticed(notice);
}

void AlertDesk::sendTest(const insight::AlertRule &rule)
{
    insight::AlertNotice notice;
    notice.kind = insight::AlertNotice::Kind::Test;
    notice.rule = rule;
    notice.threshold = rule.limit;
    notice.at = m_clock.wall();
    const auto shown = m_watch->snapshot();
    for (const insight::AlertRuleStatus &status : shown->rules) {
        if (status.rule.name == rule.name && !status.entities.empty()) {
            notice.entity = status.entities.front().first;
            notice.value = status.entities.front().second.value;
        }
    }
    take(notice);
}

std::map<std::string, int> AlertDesk::firingByRule(const insight::AlertSnapshot &snapshot)
{
    std::map<std::string, int> firing;
    for (const insight::AlertRuleStatus &status : snapshot.rules)
        firing[status.rule.name] = status.firing;
    return firing;
}

} // namespace cachescope::engine

#include "moc_alert_desk.cpp"
