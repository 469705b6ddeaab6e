// SPDX-License-Identifier: MIT
#include "ui/alerts/alerts_page.h"

#include "ui/alerts/alert_model.h"
#include "ui/alerts/alert_week_delegate.h"
#include "ui/alerts/alert_words.h"
#include "ui/alerts/preview_card.h"
#include "ui/alerts/rule_editor.h"
#include "ui/alerts/suggestions.h"
#include "ui/data/log_service.h"
#include "ui/format/core_words.h"
#include "ui/format/format.h"
#include "ui/parts/badge.h"
#include "ui/parts/labels.h"
#include "ui/parts/table_view.h"
#include "ui/shell/backend.h"

#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace cachescope::ui {

namespace {

using insight::AlertPhase;
using insight::AlertRule;
using insight::AlertRuleStatus;

constexpr int weekWidth = 200;
constexpr int actionWidth = 30;
constexpr int leastNameWidth = 120;
constexpr int leastForWidth = 110;
constexpr int mostRows = 9;
constexpr int roomForBoth = 980;
constexpr int previewPauseMs = 300;
constexpr std::array phasesCounted{ AlertPhase::Firing, AlertPhase::Waiting, AlertPhase::Recovering,
                                    AlertPhase::NoData, AlertPhase::Error,   AlertPhase::Normal };
constexpr std::array countLooks{ BadgeKind::Error,   BadgeKind::Warning, BadgeKind::Info,
                                 BadgeKind::Neutral, BadgeKind::Error,   BadgeKind::Good };

QString countWords(std::size_t phase, int count)
{
    switch (phasesCounted[phase]) {
    case AlertPhase::Firing:
        return AlertsPage::tr("%n firing", nullptr, count);
    case AlertPhase::Waiting:
        return AlertsPage::tr("%n waiting", nullptr, count);
    case AlertPhase::Recovering:
        return AlertsPage::tr("%n recovering", nullptr, count);
    case AlertPhase::NoData:
        return AlertsPage::tr("%n no data", nullptr, count);
    case AlertPhase::Error:
        return AlertsPage::tr("%n error(s)", nullptr, count);
    case AlertPhase::Normal:
        break;
    }
    return AlertsPage::tr("%n normal", nullptr, count);
}

insight::AlertNotice noticeOf(const AlertRuleStatus &status)
{
    const auto &[entity, state] = status.entities.front();
    insight::AlertNotice notice;
    notice.kind = state.phase == AlertPhase::NoData ? insight::AlertNotice::Kind::NoData
                                                    : insight::AlertNotice::Kind::Fired;
    notice.rule = status.rule;
    notice.entity = entity;
    notice.value = state.value;
    const int level = status.rule.isBudget() && state.value ? status.rule.levelOf(*state.value) : 0;
    notice.threshold = level > 0 ? status.rule.thresholdOf(level) : status.rule.limit;
    notice.since = state.episode.begin;
    return notice;
}

} // namespace

requestlog::TimeRange alertCallsRange(const AlertRule &rule, const insight::AlertState &state, base::UnixMicros now)
{
    const base::UnixMicros from = state.episode.id != 0 ? state.episode.begin : now;
    if (rule.isBudget())
        return { insight::alertPeriodStart(rule.effectivePeriod(), from), now + 1 };
    return { from - std::chrono::duration_cast<std::chrono::microseconds>(rule.window).count(), now + 1 };
}

AlertsPage::AlertsPage(const PageContext &context, QWidget *parent)
    : Page(parent)
    , m_context(context)
    , m_bar(buildBar())
    , m_parts(new QStackedWidget(this))
    , m_suggestions(new AlertSuggestions(m_context, this))
    , m_model(new AlertModel(this))
    , m_editor(new RuleEditor(this))
    , m_preview(new PreviewCard(m_context, this))
    , m_count(std::make_unique<LatestQuestion>(context.log))
{
    setAccessibleName(title());
    build();
    setUpActions();
    m_previewTimer.setSingleShot(true);
    m_previewTimer.setInterval(previewPauseMs);
    connect(&m_previewTimer, &QTimer::timeout, this, [this] {
        if (m_active)
            m_preview->preview(m_editor->draft());
    });
    connect(m_editor, &RuleEditor::draftChanged, &m_previewTimer, qOverload<>(&QTimer::start));
    connect(m_editor, &RuleEditor::saveRequested, this, &AlertsPage::save);
    connect(
        m_editor, &RuleEditor::testRequested, this, [this] { m_context.backend.sendTestAlert(m_editor->draft()); });
    connect(m_suggestions, &AlertSuggestions::switchedOn, this, [this](const AlertRule &rule) {
        Rules all = rules();
        all.push_back(rule);
        m_chosen = rule.name;
        m_making = false;
        write(all);
    });
    connect(&context.backend, &Backend::alertTold, this, [this](int, const QString &rule, const QString &problem) {
        if (rule == format::text(m_editor->draft().name) && !problem.isEmpty())
            m_editor->setProblem(format::coreText(format::utf8(problem)));
    });
}

AlertsPage::~AlertsPage() = default;

QWidget *AlertsPage::buildBar()
{
    auto *bar = new QWidget(this);
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(metrics::gap);
    QPushButton *from = makeButton(
        tr("From template"), ButtonKind::Normal, QStringLiteral("chevron-down"), ButtonSize::Normal, bar);
    from->setLayoutDirection(Qt::RightToLeft); // Words, then the arrow.
    connect(from, &QPushButton::clicked, this, [this, from] {
        QMenu menu(this);
        for (const AlertRule &rule : insight::alertTemplates()) {
            menu.addAction(alerts::templateName(rule), this, [this, rule] {
                AlertRule next = rule;
                next.name = insight::freeAlertName(rules(), format::utf8(alerts::templateName(rule)));
                startFrom(next);
            });
        }
        menu.exec(from->mapToGlobal(QPoint(0, from->height() + 2)));
    });
    QPushButton *make
        = makeButton(tr("New rule"), ButtonKind::Normal, QStringLiteral("plus"), ButtonSize::Normal, bar);
    connect(make, &QPushButton::clicked, this, &AlertsPage::newRule);
    row->addWidget(from);
    row->addWidget(make);
    bar->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    return bar;
}

Card *AlertsPage::buildRules()
{
    m_rulesCard = new Card(tr("Rules"), this);
    for (std::size_t i = 0; i < phasesCounted.size(); ++i) {
        auto *badge = new Badge(countLooks[i], {}, m_rulesCard);
        badge->hide();
        m_rulesCard->head()->addWidget(badge);
        m_counts.append(badge);
    }
    m_table = new TableView(metrics::listRow, m_rulesCard);
    m_table->setAccessibleName(tr("Rules"));
    m_table->setModel(m_model);
    m_table->setItemDelegateForColumn(AlertModel::Week, new AlertWeekDelegate(m_table));
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    QHeaderView *header = m_table->horizontalHeader();
    header->setSectionResizeMode(QHeaderView::ResizeToContents); // A handful of rows.
    header->setSectionResizeMode(AlertModel::For, QHeaderView::Stretch);
    header->setSectionResizeMode(AlertModel::Week, QHeaderView::Fixed);
    header->resizeSection(AlertModel::Week, weekWidth);
    for (const int column : { AlertModel::Pause, AlertModel::More }) {
        header->setSectionResizeMode(column, QHeaderView::Fixed);
        header->resizeSection(column, actionWidth);
    }
    m_table->keepReadable(AlertModel::For, leastForWidth, { AlertModel::Since, AlertModel::Limit });
    m_rulesCard->body()->addWidget(m_table);
    m_rulesCard->body()->setContentsMargins(0, 0, 0, metrics::cardRadius - 1);
    connect(m_table, &TableView::clicked, this, &AlertsPage::cellClicked);
    connect(m_table, &QWidget::customContextMenuRequested, this, [this](const QPoint &at) {
        const int row = m_table->rowAt(at.y());
        if (row >= 0)
            showRuleMenu(row, m_table->viewport()->mapToGlobal(at));
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        if (const QModelIndexList rows = m_table->selectionModel()->selectedRows(); !rows.isEmpty())
            choose(rows.first().row());
    });
    return m_rulesCard;
}

void AlertsPage::build()
{
    auto *content = new QWidget(this);
    content->setProperty("surface", QStringLiteral("window"));
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(
        metrics::screenMargin, metrics::screenMargin, metrics::screenMargin, metrics::screenMargin);
    column->setSpacing(metrics::cardPadding);
    m_messagePlace = new QVBoxLayout;
    column->addLayout(m_messagePlace);
    m_parts->addWidget(buildRules());
    m_parts->addWidget(m_suggestions);
    m_parts->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    column->addWidget(m_parts);
    m_lower = new QBoxLayout(QBoxLayout::LeftToRight);
    m_lower->setSpacing(metrics::cardPadding);
    m_lower->addWidget(m_editor, 5);
    m_lower->addWidget(m_preview, 6);
    m_preview->setMinimumHeight(300);
    m_preview->setMinimumWidth(320);
    column->addLayout(m_lower, 1);

    auto *scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(content);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(scroll);
}

/** Form and preview stand side by side where there is room for both. */
void AlertsPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    m_lower->setDirection(width() < roomForBoth ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

void AlertsPage::setUpActions()
{
    const auto add = [this](const QString &text, const QKeySequence &keys, auto slot) {
        auto *action = new QAction(text, this);
        action->setShortcut(keys);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        connect(action, &QAction::triggered, this, slot);
        addAction(action);
        m_actions.append(action);
    };
    add(tr("New alert rule"), QKeySequence(Qt::CTRL | Qt::Key_N), &AlertsPage::newRule);
    add(tr("Save the alert rule"), QKeySequence(Qt::CTRL | Qt::Key_S), &AlertsPage::save);
    add(tr("Take back the last change of a rule"), QKeySequence(Qt::CTRL | Qt::Key_Z), &AlertsPage::undo);
}

void AlertsPage::activate()
{
    m_active = true;
    connect(&m_context.backend, &Backend::alertsChanged, this, &AlertsPage::showState);
    connect(&m_context.backend, &Backend::configurationChanged, this, &AlertsPage::showState);
    m_context.navigator.hideMessage(QStringLiteral("alert"));
    showState();
    refresh();
}

void AlertsPage::deactivate()
{
    m_active = false;
    disconnect(&m_context.backend, &Backend::alertsChanged, this, nullptr);
    disconnect(&m_context.backend, &Backend::configurationChanged, this, nullptr);
    m_preview->stop();
    m_count->cancel();
}

void AlertsPage::refresh()
{
    if (showsSuggestions() && !m_making)
        m_suggestions->refresh();
    else
        m_previewTimer.start();
}

bool AlertsPage::showsSuggestions() const
{
    return m_parts->currentWidget() == m_suggestions;
}

QString AlertsPage::message() const
{
    return m_message;
}

AlertsPage::Rules AlertsPage::rules() const
{
    const config::Config &configuration = m_context.backend.configuration();
    auto read = insight::parseAlertRules(configuration.alertsJson, m_context.backend.configFile());
    return read ? *std::move(read) : Rules();
}

bool AlertsPage::write(const Rules &all, bool undoable)
{
    const Rules before = rules();
    const auto changed = m_context.backend.changeSetting("alerts", insight::alertRulesJson(all));
    if (!changed) {
        m_editor->setProblem(format::coreText(changed.error().message));
        return false;
    }
    if (undoable)
        m_before.push_back(before);
    showState();
    return true;
}

/** The rules of the configuration, with the states that are known of them. */
void AlertsPage::showState()
{
    const auto known = m_context.backend.alerts();
    auto shown = std::make_shared<insight::AlertSnapshot>();
    shown->at = known->at;
    for (const AlertRule &rule : rules()) {
        const auto found = std::find_if(known->rules.begin(), known->rules.end(), [&rule](const auto &status) {
            return status.rule.name == rule.name;
        });
        AlertRuleStatus status;
        if (found != known->rules.end() && !found->rule.measuresOtherwise(rule))
            status = *found;
        status.rule = rule;
        shown->firing += status.firing;
        shown->rules.push_back(std::move(status));
    }
    const auto prices = m_context.backend.prices();
    m_model->setSnapshot(shown, std::string(prices ? prices->currency() : "USD"), m_context.clock.wall());
    const bool none = shown->rules.empty();
    if (none != showsSuggestions()) {
        m_parts->setCurrentIndex(none ? 1 : 0);
        for (int i = 0; i < m_parts->count(); ++i) {
            const auto policy = i == m_parts->currentIndex() ? QSizePolicy::Maximum : QSizePolicy::Ignored;
            m_parts->widget(i)->setSizePolicy(QSizePolicy::Preferred, policy);
        }
        if (none && m_active)
            m_suggestions->refresh();
    }
    m_editor->setVisible(!none || m_making);
    m_preview->setVisible(!none || m_making);
    const int rows = std::clamp(m_model->rowCount(), 1, mostRows);
    m_table->setFixedHeight(metrics::tableHeader + rows * metrics::listRow + 2);
    showCounts();
    showMessage();
    if (!none && !m_making) {
        const int row = std::max(0, m_model->rowOf(m_chosen));
        if (m_table->currentIndex().row() != row || !m_table->selectionModel()->hasSelection())
            m_table->selectRow(row);
        if (m_chosen.empty())
            choose(row);
    }
    showDelivery();
}

void AlertsPage::showDelivery()
{
    const engine::AlertDelivery delivery = m_context.backend.alertDelivery();
    QString caption = tr("%n rule(s), checked every 30 s", nullptr, m_model->rowCount());
    if (delivery.failed > 0)
        caption += tr(", %n message(s) not delivered", nullptr, static_cast<int>(delivery.failed));
    m_rulesCard->setCaption(caption);
    m_rulesCard->setToolTip(format::coreText(delivery.problem));
}

void AlertsPage::showCounts()
{
    for (std::size_t i = 0; i < phasesCounted.size(); ++i) {
        int count = 0;
        for (int row = 0; row < m_model->rowCount(); ++row)
            count += m_model->status(row).phase == phasesCounted[i] && !m_model->status(row).rule.paused ? 1 : 0;
        Badge *badge = m_counts[static_cast<qsizetype>(i)];
        badge->setVisible(count > 0);
        badge->setContent(countLooks[i], countWords(i, count));
    }
}

void AlertsPage::showMessage()
{
    const AlertRuleStatus *worst = nullptr;
    int firing = 0;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const AlertRuleStatus &status = m_model->status(row);
        const bool snoozed = status.snoozedUntil > m_context.clock.wall();
        firing += snoozed ? 0 : status.firing;
        if (!worst && status.firing > 0 && !snoozed)
            worst = &status;
    }
    const auto prices = m_context.backend.prices();
    QString sentence;
    if (worst) {
        sentence
            = alerts::noticeText(noticeOf(*worst), prices ? prices->currency() : "USD", m_context.clock.wall());
        if (firing > 1)
            sentence += tr(" And %n more.", nullptr, firing - 1);
    }
    if (m_active && worst)
        m_context.navigator.hideMessage(QStringLiteral("alert")); // It stands here.
    if (sentence == m_message)
        return;
    m_message = sentence;
    while (QLayoutItem *item = m_messagePlace->takeAt(0)) {
        item->widget()->deleteLater();
        delete item;
    }
    if (!worst)
        return;
    auto *bar = new MessageBar(MessageKind::Error, sentence, MessageBar::Closing::Fixed, this);
    QPushButton *show = bar->addAction(tr("Show the requests"));
    connect(show, &QPushButton::clicked, this, [this, name = worst->rule.name] {
        if (const int row = m_model->rowOf(name); row >= 0)
            openRequests(m_model->status(row));
    });
    countRequests(*worst, show);
    QPushButton *snooze = bar->addAction(tr("Snooze"), QStringLiteral("clock"));
    connect(snooze, &QPushButton::clicked, this, [this, snooze, name = worst->rule.name] {
        QMenu menu(this);
        addSnoozes(menu, name, false);
        menu.exec(snooze->mapToGlobal(QPoint(0, snooze->height() + 2)));
    });
    m_messagePlace->addWidget(bar);
}

/** The button says how many requests it shows; the list then shows exactly those. */
void AlertsPage::countRequests(const AlertRuleStatus &status, QPushButton *button)
{
    const auto &[entity, state] = status.entities.front();
    auto filter = requestlog::Filter::parse(insight::alertCallsFilter(status.rule, entity));
    if (!filter)
        return;
    const requestlog::TimeRange range = alertCallsRange(status.rule, state, m_context.clock.wall());
    m_count->ask(
        Lane::Dashboard, button, [range, filter = *filter](LogSource &log) { return log.totals(range, filter); },
        [button](const base::Result<requestlog::Totals> &totals) {
            if (totals)
                button->setText(tr("Show %n request(s)", nullptr, static_cast<int>(totals->requests())));
        });
}

void AlertsPage::openRequests(const AlertRuleStatus &status)
{
    const insight::AlertState none;
    const std::string entity = status.entities.empty() ? std::string() : status.entities.front().first;
    const insight::AlertState &state = status.entities.empty() ? none : status.entities.front().second;
    const bool all = status.entities.empty() || status.phase == AlertPhase::Normal;
    AlertRule rule = status.rule;
    if (all)
        rule.per = insight::AlertPer::Nothing;
    m_context.navigator.openRequests(
        format::text(insight::alertCallsFilter(rule, all ? std::string() : entity)),
        alertCallsRange(status.rule, state, m_context.clock.wall()));
}

void AlertsPage::choose(int row)
{
    const AlertRule &rule = m_model->status(row).rule;
    if (!m_making && rule.name == m_chosen && m_editor->draft().name == rule.name)
        return;
    m_making = false;
    m_chosen = rule.name;
    m_editor->setRule(rule, true);
    m_previewTimer.start();
}

void AlertsPage::startFrom(AlertRule rule)
{
    m_making = true;
    m_chosen.clear();
    m_table->clearSelection();
    m_editor->setRule(rule, false);
    m_editor->show();
    m_preview->show();
    m_previewTimer.start();
}

void AlertsPage::newRule()
{
    AlertRule rule = insight::defaultAlertRule(insight::AlertMetric::HitRatio);
    rule.name = insight::freeAlertName(rules(), format::utf8(tr("New rule")));
    startFrom(rule);
}

void AlertsPage::save()
{
    if (!m_editor->isChanged() || !(m_editor->isVisible() || m_making))
        return;
    Rules all = rules();
    const AlertRule &draft = m_editor->draft();
    const auto same = [this](const AlertRule &rule) { return rule.name == m_chosen; };
    const auto old = m_making ? all.end() : std::find_if(all.begin(), all.end(), same);
    const auto namesake
        = std::find_if(all.begin(), all.end(), [&draft](const AlertRule &rule) { return rule.name == draft.name; });
    if (namesake != all.end() && namesake != old) {
        m_editor->setProblem(tr("Another rule has this name."));
        return;
    }
    if (draft.name.empty()) {
        m_editor->setProblem(tr("The rule needs a name."));
        return;
    }
    if (old == all.end())
        all.push_back(draft);
    else
        *old = draft;
    const bool wasMaking = std::exchange(m_making, false);
    const std::string before = std::exchange(m_chosen, draft.name);
    if (write(all)) {
        m_editor->markSaved();
        return;
    }
    m_making = wasMaking;
    m_chosen = before;
}

void AlertsPage::undo()
{
    if (m_editor->canUndo())
        return m_editor->undo();
    if (m_before.empty())
        return;
    const Rules before = std::move(m_before.back());
    m_before.pop_back();
    m_making = false;
    const std::string chosen = std::exchange(m_chosen, {});
    if (!write(before, false))
        return;
    if (const int row = m_model->rowOf(chosen); row >= 0) {
        m_table->selectRow(row);
        m_chosen = chosen;
        m_editor->setRule(m_model->status(row).rule, true);
        m_previewTimer.start();
    }
}

void AlertsPage::setPaused(const std::string &rule, bool paused)
{
    Rules all = rules();
    for (AlertRule &one : all) {
        if (one.name == rule)
            one.paused = paused;
    }
    if (write(all) && m_editor->draft().name == rule && !m_editor->isChanged())
        m_editor->setRule(m_model->status(m_model->rowOf(rule)).rule, true);
}

void AlertsPage::removeRule(const std::string &rule)
{
    Rules all = rules();
    std::erase_if(all, [&rule](const AlertRule &one) { return one.name == rule; });
    if (m_chosen == rule)
        m_chosen.clear();
    if (!write(all))
        return;
    m_context.navigator.showMessage(
        QStringLiteral("alert-removed"), MessageKind::Info, tr("The rule %1 was removed.").arg(format::text(rule)),
        tr("Undo"), [this] {
            undo();
            m_context.navigator.hideMessage(QStringLiteral("alert-removed"));
        });
}

void AlertsPage::cellClicked(const QModelIndex &index)
{
    const AlertRuleStatus &status = m_model->status(index.row());
    if (index.column() == AlertModel::Pause)
        setPaused(status.rule.name, !status.rule.paused);
    else if (index.column() == AlertModel::More)
        showRuleMenu(index.row(), m_table->viewport()->mapToGlobal(m_table->visualRect(index).bottomLeft()));
}

void AlertsPage::addSnoozes(QMenu &menu, const std::string &rule, bool snoozed)
{
    constexpr std::int64_t hour = 3'600'000'000;
    const std::pair<QString, std::int64_t> choices[] = { { tr("for 1 hour"), hour },
                                                         { tr("for 4 hours"), 4 * hour },
                                                         { tr("for a day"), 24 * hour },
                                                         { tr("for a week"), 7 * 24 * hour } };
    for (const auto &[words, time] : choices) {
        menu.addAction(words, this, [this, rule, time = time] {
            m_context.backend.snoozeAlert(rule, m_context.clock.wall() + time);
        });
    }
    if (snoozed)
        menu.addAction(tr("no longer"), this, [this, rule] { m_context.backend.snoozeAlert(rule, 0); });
}

void AlertsPage::showRuleMenu(int row, const QPoint &at)
{
    const AlertRuleStatus status = m_model->status(row);
    const std::string &name = status.rule.name;
    QMenu menu(this);
    menu.addAction(tr("Show the requests"), this, [this, status] { openRequests(status); });
    QMenu *snooze = menu.addMenu(tr("Snooze"));
    addSnoozes(*snooze, name, status.snoozedUntil > m_context.clock.wall());
    menu.addAction(
        status.rule.paused ? tr("Go on with this rule") : tr("Pause this rule"), this,
        [this, name, paused = !status.rule.paused] { setPaused(name, paused); });
    menu.addAction(tr("Duplicate"), this, [this, rule = status.rule] {
        AlertRule copy = rule;
        copy.name = insight::freeAlertName(rules(), rule.name);
        startFrom(copy);
    });
    menu.addAction(tr("Remove"), this, [this, name] { removeRule(name); });
    menu.exec(at);
}

} // namespace cachescope::ui

#include "moc_alerts_page.cpp"
