// SPDX-License-Identifier: MIT
#include "ui/settings/policies_section.h"

#include "config/policies.h"
#include "ui/format/core_words.h"
#include "ui/format/format.h"
#include "ui/parts/badge.h"
#include "ui/parts/card.h"
#include "ui/parts/labels.h"
#include "ui/settings/choices.h"
#include "ui/settings/setting_row.h"
#include "ui/shell/backend.h"
#include "ui/theme/icons.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace cachescope::ui {

/** One policy's row; kept and hidden when the policy goes. */
struct PoliciesSection::PolicyRow
{
    std::string name;
    int index = 0; ///< In the configuration.
    bool used = false;
    SettingRow *row = nullptr;
    SwitchControl *on = nullptr;
};

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(PoliciesSection)
};

constexpr int editorHeight = 230;
constexpr const char *newPolicy = "{\n  \"name\": \"mine\",\n  \"clients\": [\"ci-*\"],\n  \"ttl_s\": 3600\n}";

QString joined(const std::vector<std::string> &words)
{
    QStringList list;
    for (const auto &word : words)
        list << format::text(word);
    return list.join(QStringLiteral(", "));
}

/** Which calls it is for, and what it does to them. */
QString describe(const config::CachePolicy &policy)
{
    QStringList whom;
    const auto match = [&](const QString &what, const std::vector<std::string> &patterns) {
        if (!patterns.empty())
            whom << what.arg(joined(patterns));
    };
    match(Words::tr("project %1"), policy.projects);
    match(Words::tr("client %1"), policy.clients);
    match(Words::tr("provider %1"), policy.upstreams);
    match(Words::tr("model %1"), policy.models);
    match(Words::tr("path %1"), policy.routes);
    QStringList what;
    if (policy.store == false)
        what << Words::tr("nothing is cached");
    if (policy.ttl)
        what << Words::tr("kept for %1").arg(choices::durationText(qint64(policy.ttl->count())));
    if (!policy.volatileFields.empty())
        what << Words::tr("%1 left out of the key").arg(joined(policy.volatileFields));
    if (!policy.nameSpace.empty())
        what << Words::tr("namespace %1").arg(format::text(policy.nameSpace));
    if (policy.storeToolCalls)
        what << (*policy.storeToolCalls ? Words::tr("tool calls are kept") : Words::tr("tool calls are not kept"));
    if (policy.deterministicOnly)
        what << Words::tr("only temperature 0 or a seed");
    if (policy.replay.pace == config::Replay::Pace::Original)
        what << Words::tr("streams at their first pace");
    else if (policy.replay.pace == config::Replay::Pace::Fixed)
        what << Words::tr("streams at %1 events a second").arg(policy.replay.eventsPerSecond);
    if (policy.staleWhileRevalidate.count() > 0)
        what << Words::tr("stale for %1 while asked anew")
                    .arg(choices::durationText(qint64(policy.staleWhileRevalidate.count())));
    if (policy.shadowShare > 0)
        what << Words::tr("%1 % of the hits asked anew to compare").arg(policy.shadowShare * 100);
    if (policy.help.isSet())
        what << Words::tr("help for the provider's cache");
    const QString all = whom.isEmpty() ? Words::tr("every call") : whom.join(QStringLiteral(", "));
    return what.isEmpty()
        ? all
        : Words::tr("%1: %2", "which calls: what is done").arg(all, what.join(QStringLiteral(", ")));
}

} // namespace

PoliciesSection::PoliciesSection(Backend &backend, QWidget *parent)
    : SettingsSection(
        backend, tr("Caching policies"),
        tr("Rules for some calls by project, client, provider, model or path. The first that matches wins; a "
           "call's detail says which it met."),
        parent)
{
    m_own = addCard();
    m_empty = addRow(m_own, tr("No policy yet"), tr("All calls follow the settings on the Cache page"));
    auto *add = makeButton(tr("New policy"), ButtonKind::Normal, QStringLiteral("plus"), ButtonSize::Normal, this);
    titleRow()->addWidget(add);
    connect(add, &QPushButton::clicked, this, [this] { edit(-1); });
    setUpEditor();
    m_ready = addCard(tr("Ready-made, off until you choose them"));
    refresh();
}

PoliciesSection::~PoliciesSection() = default;

void PoliciesSection::setUpEditor()
{
    m_editorCard = addCard();
    m_editorRow = addRow(
        m_editorCard, tr("Policy as JSON"),
        tr("name, enabled, projects, clients, upstreams, models, routes, store, ttl_s, volatile_fields, namespace, "
           "store_tool_calls, deterministic_only, replay, stale_while_revalidate_s, shadow_share, help"));
    m_save = makeButton(tr("Save"), ButtonKind::Primary, {}, ButtonSize::Normal, m_editorCard);
    auto *cancel = makeButton(tr("Cancel"), ButtonKind::Normal, {}, ButtonSize::Normal, m_editorCard);
    m_editorRow->addControl(m_save);
    m_editorRow->addControl(cancel);
    m_editor = new QPlainTextEdit(m_editorCard);
    m_editor->setAccessibleName(tr("Policy as JSON"));
    m_editor->setFont(Theme::font(TextStyle::Editor));
    m_editor->setFixedHeight(editorHeight);
    m_editor->setTabChangesFocus(true);
    m_editorCard->body()->addWidget(m_editor);
    connect(m_editor, &QPlainTextEdit::textChanged, this, [this] {
        const auto policy = config::parsePolicy(m_editor->toPlainText().toStdString());
        m_editorRow->setProblem(policy ? QString() : format::coreText(policy.error().message));
        m_save->setEnabled(policy.has_value());
    });
    connect(m_save, &QPushButton::clicked, this, &PoliciesSection::save);
    connect(cancel, &QPushButton::clicked, this, [this] { m_editorCard->hide(); });
    m_editorCard->hide();
}

void PoliciesSection::refresh()
{
    SettingsSection::refresh();
    const auto &policies = backend().configuration().cache.policies;
    m_empty->setVisible(policies.empty());
    showPolicies(policies);
    showReadyMade(policies);
}

PoliciesSection::PolicyRow &PoliciesSection::rowFor(const std::string &name, int index)
{
    for (auto &known : m_rows) {
        if (!known->used && known->name == name) {
            known->index = index;
            return *known;
        }
    }
    auto made = std::make_unique<PolicyRow>();
    PolicyRow *policy = made.get();
    policy->name = name;
    policy->index = index;
    const QString title = format::text(name);
    policy->row = addRow(m_own, title, {});
    policy->on = new SwitchControl(tr("Use the policy %1").arg(title), m_own);
    policy->row->addControl(policy->on);
    auto *change = makeButton(tr("Edit"), ButtonKind::Normal, {}, ButtonSize::Normal, m_own);
    change->setAccessibleName(tr("Edit the policy %1").arg(title));
    policy->row->addControl(change);
    auto *away = new QToolButton(m_own);
    away->setIcon(icons::icon(QStringLiteral("close")));
    away->setFixedSize(24, 24);
    away->setToolTip(tr("Remove %1").arg(title));
    away->setAccessibleName(tr("Remove the policy %1").arg(title));
    policy->row->addControl(away);
    connect(policy->on, &SettingControl::edited, this, [this, policy](const QVariant &on) {
        switchPolicy(policy->index, on.toBool());
    });
    connect(change, &QPushButton::clicked, this, [this, policy] { edit(policy->index); });
    connect(away, &QToolButton::clicked, this, [this, policy] { remove(policy->index); });
    m_rows.push_back(std::move(made));
    return *policy;
}

void PoliciesSection::showPolicies(const std::vector<config::CachePolicy> &policies)
{
    for (auto &row : m_rows)
        row->used = false;
    for (std::size_t i = 0; i < policies.size(); ++i) {
        PolicyRow &row = rowFor(policies[i].name, int(i));
        row.used = true;
        row.row->setDescription(
            tr("%1. %2", "order, description").arg(QString::number(i + 1), describe(policies[i])));
        row.on->setValue(policies[i].enabled);
    }
    for (auto &row : m_rows)
        row->row->setVisible(row->used);
}

void PoliciesSection::showReadyMade(const std::vector<config::CachePolicy> &policies)
{
    if (m_readyRows.empty()) {
        for (const config::ReadyMadePolicy &ready : config::readyMadePolicies()) {
            auto made = std::make_unique<PolicyRow>();
            made->name = ready.name;
            const auto policy = config::parsePolicy(ready.json);
            made->row = addRow(m_ready, format::text(ready.name), policy ? describe(*policy) : QString());
            made->on = new SwitchControl(tr("Use the policy %1").arg(format::text(ready.name)), m_ready);
            made->row->addControl(made->on);
            connect(made->on, &SettingControl::edited, this, [this, json = format::text(ready.json)] {
                takeOver(json);
            });
            m_readyRows.push_back(std::move(made));
        }
    }
    bool any = false;
    for (auto &row : m_readyRows) {
        const bool taken = std::any_of(policies.begin(), policies.end(), [&](const config::CachePolicy &policy) {
            return policy.name == row->name;
        });
        row->row->setVisible(!taken);
        row->on->setValue(false);
        any = any || !taken;
    }
    m_ready->setVisible(any);
}

void PoliciesSection::write(SettingRow *row, const std::vector<config::CachePolicy> &policies)
{
    change(row, "cache.policies", policies.empty() ? std::string() : config::policiesToJson(policies));
}

void PoliciesSection::switchPolicy(int index, bool on)
{
    auto policies = backend().configuration().cache.policies;
    if (index >= int(policies.size()))
        return;
    policies[std::size_t(index)].enabled = on;
    write(m_empty, policies);
}

void PoliciesSection::takeOver(const QString &json)
{
    const auto policy = config::parsePolicy(json.toStdString());
    auto policies = backend().configuration().cache.policies;
    if (!policy)
        return;
    policies.push_back(*policy);
    write(m_empty, policies);
}

void PoliciesSection::remove(int index)
{
    auto policies = backend().configuration().cache.policies;
    if (index >= int(policies.size()))
        return;
    policies.erase(policies.begin() + index);
    m_editorCard->hide();
    write(m_empty, policies);
}

void PoliciesSection::edit(int index)
{
    const auto &policies = backend().configuration().cache.policies;
    m_edited = index;
    const bool known = index >= 0 && index < int(policies.size());
    m_editor->setPlainText(
        known ? format::text(config::policyToJson(policies[std::size_t(index)])) : QString::fromUtf8(newPolicy));
    m_editorCard->show();
    ensureWidgetVisible(m_editor);
    m_editor->setFocus(Qt::OtherFocusReason);
}

void PoliciesSection::save()
{
    const auto policy = config::parsePolicy(m_editor->toPlainText().toStdString());
    if (!policy)
        return;
    auto policies = backend().configuration().cache.policies;
    if (m_edited >= 0 && m_edited < int(policies.size()))
        policies[std::size_t(m_edited)] = *policy;
    else
        policies.push_back(*policy);
    if (change(m_editorRow, "cache.policies", config::policiesToJson(policies)))
        m_editorCard->hide();
}

} // namespace cachescope::ui
