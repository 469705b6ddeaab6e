// SPDX-License-Identifier: MIT
#include "ui/settings/flow_section.h"

#include "ui/format/format.h"
#include "ui/parts/card.h"
#include "ui/settings/setting_row.h"
#include "ui/shell/backend.h"

namespace cachescope::ui {

/** The row of one provider. */
struct FlowSection::Limits
{
    SettingRow *row;
    SettingRow *fallbackRow = nullptr;
    NumberControl *requests;
    NumberControl *tokens;
    NumberControl *concurrency;
    ChoiceControl *fallback;
};

namespace {

constexpr int mostRequests = 1'000'000;
constexpr int mostTokens = 2'000'000'000;
constexpr int mostAtOnce = 100'000;

std::string number(double value)
{
    return QByteArray::number(value, 'g', 6).toStdString();
}

/** 0 stands for "no limit": the key is removed. */
std::string wholeOrNothing(const QVariant &value)
{
    return value.toLongLong() == 0 ? std::string() : settingjson::whole(value);
}

} // namespace

FlowSection::FlowSection(Backend &backend, QWidget *parent)
    : SettingsSection(
        backend, tr("Limits and retries"),
        tr("What happens to calls that the cache cannot answer, on their way to a provider."), parent)
{
    setUpSharing();
    setUpRetries();
    setUpBreaker();
    m_limitCard = addCard(tr("Limits of each provider"));
    refresh();
}

FlowSection::~FlowSection() = default;

void FlowSection::setUpSharing()
{
    using config::CoalescingMode;
    Card *card = addCard();
    addSetting(
        card, tr("Share identical calls"), tr("Calls with the same question under way get one answer, live"),
        new ChoiceControl(
            tr("Share identical calls"),
            { { QStringLiteral("off"), tr("never") },
              { QStringLiteral("deterministic"), tr("temperature 0 or a seed") },
              { QStringLiteral("all"), tr("all that may be cached") } },
            {}, card),
        { "coalescing.mode",
          [](const config::Config &c) {
              return QVariant(
                  c.coalescing.mode == CoalescingMode::Off       ? QStringLiteral("off")
                      : c.coalescing.mode == CoalescingMode::All ? QStringLiteral("all")
                                                                 : QStringLiteral("deterministic"));
          },
          settingjson::text });
    addSetting(
        card, tr("Batch window"),
        tr("From a call's beginning its answer serves identical calls so long, kept or not; 0: off"),
        new NumberControl(tr("Batch window"), 0, 60'000, tr("ms", "milliseconds"), card),
        { "coalescing.window_ms",
          [](const config::Config &c) { return QVariant(int(c.coalescing.window.count())); }, settingjson::whole });
}

void FlowSection::setUpRetries()
{
    Card *card = addCard(tr("Retries"));
    addSetting(
        card, tr("Retries"), tr("After 429, 5xx or a lost connection, before the first byte; 0 switches them off"),
        new NumberControl(tr("Retries"), 0, 10, {}, card),
        { "retries.max", [](const config::Config &c) { return QVariant(c.retries.max); }, settingjson::whole });
    QVector<SettingChoice> shares;
    for (const int percent : { 5, 10, 20, 50 })
        shares.append({ percent / 100.0, tr("%1 % of the calls").arg(percent) });
    addSetting(
        card, tr("At most"), tr("So that a failing provider is not stormed"),
        new ChoiceControl(
            tr("At most"), shares,
            [](const QVariant &share) { return tr("%1 % of the calls").arg(qRound(share.toDouble() * 100)); },
            card),
        { "retries.budget", [](const config::Config &c) { return QVariant(c.retries.budget); },
          [](const QVariant &value) { return number(value.toDouble()); } });
}

void FlowSection::setUpBreaker()
{
    using config::BreakerMode;
    Card *card = addCard(tr("Providers that are down"));
    addSetting(
        card, tr("While a provider is down"), tr("One call at a time tries whether it is back"),
        new ChoiceControl(
            tr("While a provider is down"),
            { { QStringLiteral("off"), tr("go on as ever") },
              { QStringLiteral("fallback"), tr("use the fallback, no retries") },
              { QStringLiteral("always"), tr("refuse calls at once") } },
            {}, card),
        { "breaker.mode",
          [](const config::Config &c) {
              return QVariant(
                  c.breaker.mode == BreakerMode::Off          ? QStringLiteral("off")
                      : c.breaker.mode == BreakerMode::Always ? QStringLiteral("always")
                                                              : QStringLiteral("fallback"));
          },
          settingjson::text });
    addSetting(
        card, tr("Down after"), tr("Failures in a row, without a success between them"),
        new NumberControl(tr("Down after"), 1, 10'000, {}, card),
        { "breaker.failures", [](const config::Config &c) { return QVariant(c.breaker.failures); },
          settingjson::whole });
    addSetting(
        card, tr("Try again after"), tr("Doubled by each trial that fails, up to a minute"),
        new NumberControl(tr("Try again after"), 1, 3600, tr("s", "seconds"), card),
        { "breaker.open_s", [](const config::Config &c) { return QVariant(int(c.breaker.open.count())); },
          settingjson::whole });
}

void FlowSection::ensureLimits(const std::string &name)
{
    if (m_limits.contains(name))
        return;
    auto limits = std::make_unique<Limits>();
    const QString title = format::text(name);
    limits->row = addRow(
        m_limitCard, title, tr("Requests and tokens a minute for each key, calls at once, fallback; 0: no limit"));
    const auto field = [&](const QString &label, int most, const QString &unit, const char *key) {
        auto *control = new NumberControl(label.arg(title), 0, most, unit, m_limitCard);
        limits->row->addControl(control);
        SettingRow *row = limits->row;
        const std::string path = "upstreams." + name + "." + key;
        connect(control, &SettingControl::edited, this, [this, row, path](const QVariant &value) {
            change(row, path, wholeOrNothing(value));
        });
        return control;
    };
    limits->requests = field(tr("Requests a minute to %1"), mostRequests, tr("rpm", "requests a minute"), "rpm");
    limits->tokens = field(tr("Tokens a minute to %1"), mostTokens, tr("tpm", "tokens a minute"), "tpm");
    limits->concurrency = field(tr("Calls at once to %1"), mostAtOnce, tr("at once"), "concurrency");
    QVector<SettingChoice> others{ { QString(), tr("no fallback") } };
    for (const auto &[other, upstream] : backend().configuration().upstreams) {
        if (other != name)
            others.append({ format::text(other), format::text(other) });
    }
    // A row of its own: four boxes beside each other have no room in a narrow window.
    const QString fallbackName = tr("Fallback of %1").arg(title);
    limits->fallback = new ChoiceControl(fallbackName, others, {}, m_limitCard);
    limits->fallbackRow = addRow(m_limitCard, fallbackName, {});
    limits->fallbackRow->addControl(limits->fallback);
    SettingRow *row = limits->row;
    SettingRow *fallbackRow = limits->fallbackRow;
    const std::string fallbackPath = "upstreams." + name + ".fallback";
    connect(
        limits->fallback, &SettingControl::edited, this, [this, fallbackRow, fallbackPath](const QVariant &value) {
            if (value.toString().isEmpty())
                change(fallbackRow, fallbackPath, {});
            else
                change(fallbackRow, fallbackPath + ".upstream", settingjson::text(value));
        });
    connect(row, &SettingRow::resetRequested, this, [this, row, name] {
        for (const char *key : { "rpm", "tpm", "concurrency" })
            change(row, "upstreams." + name + "." + key, {});
    });
    connect(fallbackRow, &SettingRow::resetRequested, this, [this, fallbackRow, fallbackPath] {
        change(fallbackRow, fallbackPath, {});
    });
    m_limits.emplace(name, std::move(limits));
}

void FlowSection::refresh()
{
    SettingsSection::refresh();
    const auto &upstreams = backend().configuration().upstreams;
    for (const auto &[name, upstream] : upstreams)
        ensureLimits(name);
    for (auto &[name, limits] : m_limits) {
        const auto known = upstreams.find(name);
        limits->row->setVisible(known != upstreams.end());
        limits->fallbackRow->setVisible(known != upstreams.end());
        if (known != upstreams.end())
            showLimits(*limits, known->second);
    }
}

void FlowSection::showLimits(Limits &limits, const config::Upstream &upstream)
{
    limits.requests->setValue(int(upstream.requestsPerMinute.value_or(0)));
    limits.tokens->setValue(int(upstream.tokensPerMinute.value_or(0)));
    limits.concurrency->setValue(upstream.concurrency.value_or(0));
    limits.fallback->setValue(format::text(upstream.fallback.upstream));
    limits.row->setChanged(upstream.requestsPerMinute || upstream.tokensPerMinute || upstream.concurrency);
    limits.fallbackRow->setChanged(!upstream.fallback.upstream.empty());
}

} // namespace cachescope::ui
