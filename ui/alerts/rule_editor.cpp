// SPDX-License-Identifier: MIT
#include "ui/alerts/rule_editor.h"

#include "ui/alerts/alert_words.h"
#include "ui/alerts/value_field.h"
#include "ui/format/format.h"
#include "ui/parts/check_box.h"
#include "ui/parts/labels.h"
#include "ui/requests/filter_edit.h"
#include "ui/settings/combo_box.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace cachescope::ui {

namespace {

using namespace insight;

constexpr int durationWidth = 72;
constexpr int valueWidth = 76;
constexpr int rowTitleWidth = 76;
constexpr std::size_t mostSteps = 200;
constexpr unsigned tellBits[4] = { AlertTell::desktop, AlertTell::window, AlertTell::webhook, AlertTell::command };

std::optional<double> readSeconds(const QString &text)
{
    const auto duration = alerts::readDuration(text);
    return duration ? std::optional(static_cast<double>(duration->count())) : std::nullopt;
}

QString writeSeconds(double value)
{
    return alerts::durationText(std::chrono::seconds(static_cast<std::int64_t>(value)));
}

std::chrono::seconds secondsOf(const ValueField *field)
{
    return std::chrono::seconds(static_cast<std::int64_t>(field->value()));
}

ComboBox *makeCombo(const QString &name, QWidget *parent)
{
    auto *box = new ComboBox(parent);
    box->setAccessibleName(name);
    return box;
}

} // namespace

RuleEditor::RuleEditor(QWidget *parent)
    : Card(tr("Rule"), parent)
{
    build();
}

QHBoxLayout *RuleEditor::addRow(QGridLayout *grid, const QString &title)
{
    const int row = grid->rowCount();
    QLabel *label = makeLabel(title, TextStyle::Control, Tone::Second, this);
    label->setMinimumWidth(rowTitleWidth);
    grid->addWidget(label, row, 0);
    auto *fields = new QHBoxLayout;
    fields->setSpacing(metrics::gap);
    grid->addLayout(fields, row, 1);
    return fields;
}

ValueField *RuleEditor::durationField(const QString &name)
{
    auto *field = new ValueField(name, readSeconds, writeSeconds, durationWidth, this);
    field->setToolTip(tr("A duration such as 90 s, 10 min, 4 h or 1 d"));
    connect(field, &ValueField::edited, this, &RuleEditor::change);
    return field;
}

void RuleEditor::build()
{
    auto *grid = new QGridLayout;
    grid->setContentsMargins(
        metrics::screenMargin, metrics::cardPadding, metrics::screenMargin, metrics::cardPadding);
    grid->setVerticalSpacing(metrics::gap);
    grid->setHorizontalSpacing(metrics::cardPadding);
    grid->setColumnStretch(1, 1);
    buildWhen(grid);
    buildRecovery(grid);
    buildRest(grid);
    body()->addLayout(grid);
    body()->addStretch(1);
    body()->addWidget(buildFoot());
}

void RuleEditor::buildWhen(QGridLayout *grid)
{
    const auto word
        = [this](const QString &text) { return makeLabel(text, TextStyle::Control, Tone::Second, this); };
    QHBoxLayout *row = addRow(grid, tr("Name"));
    m_name = new QLineEdit(this);
    m_name->setAccessibleName(tr("Name of the rule"));
    m_name->setMaxLength(60);
    row->addWidget(m_name);
    connect(m_name, &QLineEdit::editingFinished, this, &RuleEditor::change);

    row = addRow(grid, tr("When"));
    m_metric = makeCombo(tr("Metric"), this);
    for (const AlertMetricFacts &facts : alertMetrics())
        m_metric->addItem(alerts::metricName(facts.metric));
    row->addWidget(m_metric);
    row->addWidget(word(tr("of")));
    m_filter = new FilterEdit(this);
    m_filter->setAccessibleName(tr("Filter of the requests"));
    m_filter->setPlaceholderText(tr("all requests; filter as in Requests"));
    m_filter->setErrorShown(true);
    setStyleProperty(m_filter, "kind", QString()); // With a frame: it stands alone here.
    row->addWidget(m_filter, 1);
    connect(m_metric, &QComboBox::activated, this, &RuleEditor::takeMetric);
    connect(m_filter, &QLineEdit::editingFinished, this, &RuleEditor::change);

    row = addRow(grid, tr("over"));
    m_period = makeCombo(tr("Period"), this);
    m_period->addItems({ tr("the last"), tr("this hour"), tr("today"), tr("this month") });
    m_window = durationField(tr("Window"));
    row->addWidget(m_period);
    row->addWidget(m_window);
    row->addWidget(word(tr("is")));
    m_is = makeCombo(tr("Comparison"), this);
    m_is->addItems({ tr("above"), tr("below") });
    row->addWidget(m_is);
    m_limit = new ValueField(tr("Limit"), {}, {}, valueWidth, this);
    row->addWidget(m_limit);
    row->addWidget(word(tr("for")));
    m_pending = durationField(tr("How long before it fires"));
    row->addWidget(m_pending);
    row->addStretch(1);
    connect(m_period, &QComboBox::activated, this, &RuleEditor::change);
    connect(m_is, &QComboBox::activated, this, &RuleEditor::change);
    connect(m_limit, &ValueField::edited, this, &RuleEditor::change);
}

void RuleEditor::buildRecovery(QGridLayout *grid)
{
    QHBoxLayout *row = addRow(grid, tr("Recovered"));
    m_recoveredWord = makeLabel({}, TextStyle::Control, Tone::Second, this);
    row->addWidget(m_recoveredWord);
    m_recovered = new ValueField(tr("Recovered at"), {}, {}, valueWidth, this);
    row->addWidget(m_recovered);
    row->addWidget(makeLabel(tr("for"), TextStyle::Control, Tone::Second, this));
    m_recoveredFor = durationField(tr("How long before it is well again"));
    row->addWidget(m_recoveredFor);
    row->addWidget(makeLabel(tr("at least"), TextStyle::Control, Tone::Second, this));
    m_minimum = new ValueField(
        tr("Least requests"), [](const QString &text) { return alerts::readValue(AlertUnit::Count, text); },
        [](double value) { return alerts::fieldText(AlertUnit::Count, value); }, 48, this);
    row->addWidget(m_minimum);
    row->addWidget(makeLabel(tr("requests"), TextStyle::Control, Tone::Second, this));
    row->addStretch(1);
    connect(m_recovered, &ValueField::edited, this, &RuleEditor::change);
    connect(m_minimum, &ValueField::edited, this, &RuleEditor::change);
}

void RuleEditor::buildRest(QGridLayout *grid)
{
    QHBoxLayout *row = addRow(grid, tr("Per"));
    m_per = makeCombo(tr("An alert for"), this);
    for (int per = 0; per < alertPerCount; ++per)
        m_per->addItem(alerts::perName(static_cast<AlertPer>(per)));
    row->addWidget(m_per);
    row->addWidget(makeLabel(tr("remind again after"), TextStyle::Control, Tone::Second, this));
    m_remind = durationField(tr("Remind again after"));
    m_remind->setToolTip(tr("0 s: never"));
    row->addWidget(m_remind);
    row->addStretch(1);
    connect(m_per, &QComboBox::activated, this, &RuleEditor::change);

    row = addRow(grid, tr("No data"));
    m_noData = makeCombo(tr("Without data"), this);
    m_noData->addItems({ tr("keep the state"), tr("count as normal"), tr("fire") });
    row->addWidget(m_noData);
    row->addWidget(makeLabel(tr("for"), TextStyle::Control, Tone::Second, this));
    m_noDataFor = durationField(tr("How long without data"));
    row->addWidget(m_noDataFor);
    row->addWidget(makeLabel(tr("then say so"), TextStyle::Control, Tone::Second, this));
    row->addStretch(1);
    connect(m_noData, &QComboBox::activated, this, &RuleEditor::change);

    row = addRow(grid, tr("Tell by"));
    row->setSpacing(metrics::screenMargin);
    const QString names[4] = { tr("desktop"), tr("in the window"), tr("webhook"), tr("command") };
    for (std::size_t i = 0; i < 4; ++i) {
        m_tell[i] = new CheckBox(names[i], this);
        row->addWidget(m_tell[i]);
        connect(m_tell[i], &QAbstractButton::clicked, this, &RuleEditor::change);
    }
    m_tell[2]->setToolTip(tr("To the address in notify.webhook of config.json"));
    m_tell[3]->setToolTip(tr("By the program in notify.command of config.json"));
    row->addStretch(1);
}

QWidget *RuleEditor::buildFoot()
{
    auto *foot = new QWidget(this);
    auto *row = new QHBoxLayout(foot);
    row->setContentsMargins(metrics::screenMargin, metrics::gap, metrics::screenMargin, metrics::screenMargin);
    row->setSpacing(metrics::gap);
    m_save = makeButton(tr("Save rule"), ButtonKind::Primary, {}, ButtonSize::Normal, foot);
    QPushButton *test = makeButton(tr("Send a test"), ButtonKind::Normal, {}, ButtonSize::Normal, foot);
    m_hint = makeLabel({}, TextStyle::Control, Tone::Third, foot);
    m_hint->setWordWrap(true);
    m_hint->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    row->addWidget(m_save);
    row->addWidget(test);
    row->addWidget(m_hint, 1);
    connect(m_save, &QPushButton::clicked, this, &RuleEditor::saveRequested);
    connect(test, &QPushButton::clicked, this, &RuleEditor::testRequested);
    return foot;
}

void RuleEditor::setRule(const AlertRule &rule, bool saved)
{
    m_draft = m_original = rule;
    m_saved = saved;
    m_steps.clear();
    setProblem({});
    showDraft();
}

void RuleEditor::markSaved()
{
    m_original = m_draft;
    m_saved = true;
    m_steps.clear();
    setProblem({});
    showTitle();
}

void RuleEditor::setProblem(const QString &problem)
{
    m_hint->setText(problem.isEmpty() ? tr("Ctrl+Z takes it back") : problem);
    setTone(m_hint, problem.isEmpty() ? Tone::Third : Tone::Error);
}

void RuleEditor::undo()
{
    if (m_steps.empty())
        return;
    m_draft = std::move(m_steps.back());
    m_steps.pop_back();
    showDraft();
    Q_EMIT draftChanged();
}

void RuleEditor::showTitle()
{
    const QString name = format::text(m_draft.name);
    setTitle(name.isEmpty() ? tr("New rule") : tr("Rule: %1").arg(name));
    setCaption(!m_saved ? tr("not saved yet") : isChanged() ? tr("changed") : QString());
    m_save->setEnabled(isChanged());
}

void RuleEditor::showUnits()
{
    const AlertUnit unit = factsOf(m_draft.metric).unit;
    for (ValueField *field : { m_limit, m_recovered })
        field->setForm(
            [unit](const QString &text) { return alerts::readValue(unit, text); },
            [unit](double value) { return alerts::fieldText(unit, value); });
    const bool spend = m_draft.metric == AlertMetric::Spend;
    const bool window = !m_draft.isBudget() && m_draft.metric != AlertMetric::NoTraffic;
    m_period->setVisible(spend);
    m_window->setVisible(window);
    m_per->setEnabled(factsOf(m_draft.metric).perEntity);
    m_is->setEnabled(m_draft.metric != AlertMetric::NoTraffic);
}

void RuleEditor::showDraft()
{
    m_showing = true;
    showUnits();
    if (m_name->text() != format::text(m_draft.name))
        m_name->setText(format::text(m_draft.name));
    m_metric->setCurrentIndex(static_cast<int>(m_draft.metric));
    if (m_filter->text() != format::text(m_draft.filter))
        m_filter->setText(format::text(m_draft.filter));
    m_period->setCurrentIndex(static_cast<int>(m_draft.period));
    m_window->setValue(static_cast<double>(m_draft.window.count()));
    m_is->setCurrentIndex(m_draft.is == AlertComparison::Above ? 0 : 1);
    m_limit->setValue(m_draft.limit);
    m_pending->setValue(static_cast<double>(m_draft.pending.count()));
    m_recoveredWord->setText(m_draft.is == AlertComparison::Above ? tr("at most") : tr("at least"));
    m_recovered->setValue(m_draft.recovered);
    m_recoveredFor->setValue(static_cast<double>(m_draft.recoveredFor.count()));
    m_minimum->setValue(static_cast<double>(m_draft.minRequests));
    m_per->setCurrentIndex(static_cast<int>(m_draft.per));
    m_remind->setValue(static_cast<double>(m_draft.remind.count()));
    m_noData->setCurrentIndex(static_cast<int>(m_draft.noData));
    m_noDataFor->setValue(static_cast<double>(m_draft.noDataFor.count()));
    for (std::size_t i = 0; i < 4; ++i)
        m_tell[i]->setChecked((m_draft.tell & tellBits[i]) != 0);
    showTitle();
    m_showing = false;
}

void RuleEditor::take()
{
    m_draft.name = format::utf8(m_name->text().trimmed());
    if (m_filter->parsed())
        m_draft.filter = format::utf8(m_filter->text().trimmed());
    m_draft.period = m_draft.metric == AlertMetric::Spend ? static_cast<AlertPeriod>(m_period->currentIndex())
                                                          : AlertPeriod::None;
    m_draft.window = secondsOf(m_window);
    const AlertComparison is = m_is->currentIndex() == 0 ? AlertComparison::Above : AlertComparison::Below;
    // Who moves only the limit means the same recovery as before: at the limit, or on its well side.
    const bool limitMoved = m_limit->value() != m_draft.limit || is != m_draft.is;
    m_draft.is = is;
    m_draft.limit = m_limit->value();
    m_draft.recovered = m_recovered->value();
    if (limitMoved && !m_draft.isWell(m_draft.recovered))
        m_draft.recovered = m_draft.limit;
    const bool wrongSide = m_draft.is == AlertComparison::Above ? m_draft.recovered > m_draft.limit
                                                                : m_draft.recovered < m_draft.limit;
    if (wrongSide)
        m_draft.recovered = m_draft.limit;
    std::erase_if(m_draft.alsoAt, [this](double at) { return at >= m_draft.limit; });
    m_draft.pending = secondsOf(m_pending);
    m_draft.recoveredFor = secondsOf(m_recoveredFor);
    m_draft.minRequests = static_cast<std::int64_t>(m_minimum->value());
    m_draft.per
        = factsOf(m_draft.metric).perEntity ? static_cast<AlertPer>(m_per->currentIndex()) : AlertPer::Nothing;
    m_draft.remind = secondsOf(m_remind);
    m_draft.noData = static_cast<AlertNoData>(m_noData->currentIndex());
    m_draft.noDataFor = secondsOf(m_noDataFor);
    if (!m_draft.isBudget() || m_draft.is == AlertComparison::Below)
        m_draft.alsoAt.clear();
    m_draft.tell = 0;
    for (std::size_t i = 0; i < 4; ++i)
        m_draft.tell |= m_tell[i]->isChecked() ? tellBits[i] : 0;
}

void RuleEditor::change()
{
    if (m_showing)
        return;
    const AlertRule before = m_draft;
    take();
    if (m_draft == before)
        return;
    m_steps.push_back(before);
    if (m_steps.size() > mostSteps)
        m_steps.erase(m_steps.begin());
    setProblem({});
    showDraft();
    Q_EMIT draftChanged();
}

/** Another metric brings its own unit, limit and window; name and filter stay. */
void RuleEditor::takeMetric()
{
    const auto metric = static_cast<AlertMetric>(m_metric->currentIndex());
    if (m_showing || metric == m_draft.metric)
        return;
    m_steps.push_back(m_draft);
    AlertRule next = defaultAlertRule(metric);
    next.name = m_draft.name;
    next.filter = m_draft.filter;
    next.tell = m_draft.tell;
    next.remind = m_draft.remind;
    m_draft = std::move(next);
    showDraft();
    Q_EMIT draftChanged();
}

} // namespace cachescope::ui

#include "moc_rule_editor.cpp"
