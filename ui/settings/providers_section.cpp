// SPDX-License-Identifier: MIT
#include "ui/settings/providers_section.h"

#include "ui/format/core_words.h"
#include "ui/format/format.h"
#include "ui/parts/badge.h"
#include "ui/parts/card.h"
#include "ui/parts/labels.h"
#include "ui/settings/setting_row.h"
#include "ui/shell/backend.h"
#include "ui/theme/icons.h"

#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QToolButton>

namespace cachescope::ui {

/** The row of one upstream. */
struct ProvidersSection::Provider
{
    std::string name;
    SettingRow *row;
    TextControl *url;
    TextControl *keyEnvironment;
    Badge *badge;
    QPushButton *check;
    QToolButton *remove;
    std::unique_ptr<engine::UpstreamCheck> running;
};

namespace {

constexpr int urlWidth = 260;
constexpr int keyWidth = 160;
constexpr int leastFieldWidth = 64;

bool keyIsSet(const config::Upstream &upstream)
{
    return !upstream.keyEnvironment.empty() && !qEnvironmentVariableIsEmpty(upstream.keyEnvironment.c_str());
}

} // namespace

ProvidersSection::ProvidersSection(Backend &backend, QWidget *parent)
    : SettingsSection(
        backend, tr("Providers and keys"),
        tr("Keys come with each call from the client, or from an environment variable for callers without one. "
           "They "
           "are never stored or shown."),
        parent)
{
    m_card = addCard();
    setUpAdding();
    setUpRouting();
    refresh();
}

ProvidersSection::~ProvidersSection() = default;

void ProvidersSection::setUpAdding()
{
    Card *card = addCard(tr("Add a provider"));
    m_addRow = addRow(card, tr("OpenAI-compatible or other"), tr("Clients reach it at the proxy under /NAME/…"));
    const auto field = [&](const QString &placeholder, int width) {
        auto *made = new QLineEdit(card);
        made->setPlaceholderText(placeholder);
        made->setAccessibleName(placeholder);
        made->setMinimumWidth(leastFieldWidth);
        made->setMaximumWidth(width);
        m_addRow->addControl(made);
        connect(made, &QLineEdit::returnPressed, this, &ProvidersSection::add);
        return made;
    };
    m_newName = field(tr("name"), 80);
    m_newUrl = field(QStringLiteral("https://…"), 170);
    m_newKey = field(tr("KEY_VARIABLE"), 110);
    auto *button = makeButton(tr("Add"), ButtonKind::Normal, QStringLiteral("plus"), ButtonSize::Normal, card);
    m_addRow->addControl(button);
    connect(button, &QPushButton::clicked, this, &ProvidersSection::add);
}

void ProvidersSection::setUpRouting()
{
    Card *card = addCard(tr("Routing"));
    QVector<SettingChoice> choices;
    for (const auto &[name, upstream] : backend().configuration().upstreams)
        choices.append({ format::text(name), format::text(name) });
    addSetting(
        card, tr("Default for /v1"), tr("Where calls to /v1/… go that name no provider and are not Anthropic's"),
        new ChoiceControl(tr("Default for /v1"), choices, {}, card),
        { "default_upstream", [](const config::Config &c) { return QVariant(format::text(c.defaultUpstream)); },
          settingjson::text });
    addSetting(
        card, tr("Proxy on the way out"), tr("Empty: direct. \"system\", http://host:port or socks5://host:port"),
        new TextControl(tr("Proxy on the way out"), tr("direct"), 240, card),
        { "upstream_proxy", [](const config::Config &c) { return QVariant(format::text(c.upstreamProxy)); },
          settingjson::text });
}

void ProvidersSection::ensureProvider(const std::string &name)
{
    if (m_providers.contains(name))
        return;
    auto provider = std::make_unique<Provider>();
    provider->name = name;
    const QString title = format::text(name);
    provider->row = addRow(m_card, title, {});
    provider->badge = new Badge(BadgeKind::Neutral, {}, m_card);
    provider->badge->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    provider->url = new TextControl(tr("Address of %1").arg(title), QStringLiteral("https://…"), urlWidth, m_card);
    provider->keyEnvironment
        = new TextControl(tr("Key variable of %1").arg(title), tr("KEY_VARIABLE"), keyWidth, m_card);
    provider->check = makeButton(tr("Check"), ButtonKind::Normal, {}, ButtonSize::Normal, m_card);
    provider->check->setAccessibleName(tr("Check key and address of %1").arg(title));
    provider->remove = new QToolButton(m_card);
    provider->remove->setIcon(icons::icon(QStringLiteral("close")));
    provider->remove->setFixedSize(24, 24);
    provider->remove->setToolTip(tr("Remove %1").arg(title));
    provider->remove->setAccessibleName(tr("Remove %1").arg(title));
    provider->row->addBadge(provider->badge);
    for (QWidget *control :
         { static_cast<QWidget *>(provider->url), static_cast<QWidget *>(provider->keyEnvironment),
           static_cast<QWidget *>(provider->check), static_cast<QWidget *>(provider->remove) })
        provider->row->addControl(control);
    const std::string path = "upstreams." + name;
    SettingRow *row = provider->row;
    connect(provider->url, &SettingControl::edited, this, [this, row, path](const QVariant &value) {
        change(row, path + ".url", settingjson::text(value));
    });
    connect(provider->keyEnvironment, &SettingControl::edited, this, [this, row, path](const QVariant &value) {
        change(row, path + ".key_env", settingjson::text(value));
    });
    connect(provider->check, &QPushButton::clicked, this, [this, name] { check(name); });
    connect(provider->remove, &QToolButton::clicked, this, [this, name] { remove(name); });
    connect(row, &SettingRow::resetRequested, this, [this, row, path] { change(row, path, {}); });
    m_providers.emplace(name, std::move(provider));
}

void ProvidersSection::refresh()
{
    SettingsSection::refresh();
    const auto &upstreams = backend().configuration().upstreams;
    for (const auto &[name, upstream] : upstreams)
        ensureProvider(name);
    for (auto &[name, provider] : m_providers) {
        const auto known = upstreams.find(name);
        provider->row->setVisible(known != upstreams.end());
        if (known != upstreams.end())
            showProvider(*provider, known->second);
    }
}

void ProvidersSection::showProvider(Provider &provider, const config::Upstream &upstream)
{
    provider.url->setValue(format::text(upstream.url));
    provider.keyEnvironment->setValue(format::text(upstream.keyEnvironment));
    const bool present = keyIsSet(upstream);
    const bool named = !upstream.keyEnvironment.empty();
    provider.badge->setContent(
        present ? BadgeKind::Good : BadgeKind::Neutral,
        present     ? tr("key present")
            : named ? tr("client's key")
                    : tr("no key needed"));
    provider.badge->setToolTip(
        present ? tr("The variable is set; callers without a key use it") : tr("Each client sends its own key"));
    const config::Config defaults = config::defaults();
    const auto builtIn = defaults.upstreams.find(provider.name);
    const bool own = builtIn == defaults.upstreams.end();
    provider.remove->setVisible(own);
    provider.row->setChanged(
        !own && (builtIn->second.url != upstream.url || builtIn->second.keyEnvironment != upstream.keyEnvironment));
}

void ProvidersSection::check(const std::string &name)
{
    const auto upstream = backend().configuration().upstreams.find(name);
    if (upstream == backend().configuration().upstreams.end())
        return;
    Provider &provider = *m_providers.at(name);
    provider.check->setEnabled(false);
    provider.row->setProblem({});
    provider.row->setDescription(tr("checking …"));
    provider.running = std::make_unique<engine::UpstreamCheck>(
        name, upstream->second, [&provider](const engine::UpstreamVerdict &verdict) {
            const bool fine = verdict.kind == engine::UpstreamVerdict::Kind::Fine;
            provider.check->setEnabled(true);
            provider.row->setDescription(fine ? tr("Key and address work") : QString());
            provider.row->setProblem(fine ? QString() : format::coreText(verdict.message));
        });
}

void ProvidersSection::remove(const std::string &name)
{
    change(m_providers.at(name)->row, "upstreams." + name, {});
}

void ProvidersSection::add()
{
    static const QRegularExpression wellFormed(QStringLiteral("^[a-z0-9][a-z0-9_-]*$"));
    const QString name = m_newName->text().trimmed();
    if (!wellFormed.match(name).hasMatch())
        return m_addRow->setProblem(tr("A name has small letters, digits, - and _ only."));
    if (backend().configuration().upstreams.contains(name.toStdString()))
        return m_addRow->setProblem(tr("There is a provider with this name; change it above."));
    std::string json = "{\"url\":" + settingjson::text(m_newUrl->text().trimmed());
    if (!m_newKey->text().trimmed().isEmpty())
        json += ",\"key_env\":" + settingjson::text(m_newKey->text().trimmed());
    if (!change(m_addRow, "upstreams." + name.toStdString(), json + "}"))
        return;
    for (QLineEdit *field : { m_newName, m_newUrl, m_newKey })
        field->clear();
}

} // namespace cachescope::ui
