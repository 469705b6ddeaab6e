// SPDX-License-Identifier: MIT
#include "ui/prompt/problem_pane.h"

#include "ui/format/format.h"
#include "ui/parts/badge.h"
#include "ui/parts/labels.h"
#include "ui/parts/row_delegate.h"
#include "ui/parts/segment.h"
#include "ui/parts/table_view.h"
#include "ui/prompt/editor_frame.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace cachescope::ui {

using prompt::Severity;

namespace {

/** "safe" and "unsafe" as badges, "by hand" as words. */
class SafetyDelegate final : public RowDelegate
{
public:
    using RowDelegate::RowDelegate;

protected:
    void paintContent(QPainter *painter, const QRectF &cell, const QStyleOptionViewItem &, const QModelIndex &index)
        const override
    {
        const auto *model = qobject_cast<const ProblemModel *>(index.model());
        const ProblemModel::Row *row = model ? model->rowAt(index.row()) : nullptr;
        if (!row)
            return;
        const auto &fixes = row->shown().finding.fixes;
        const BadgeKind kind = fixes.empty() ? BadgeKind::Neutral
            : fixes.front().safe             ? BadgeKind::Good
                                             : BadgeKind::Warning;
        paintBadge(painter, cell, kind, index.data().toString());
    }
};

int safeFixes(const PromptReport &report)
{
    return static_cast<int>(
        std::count_if(report.findings.begin(), report.findings.end(), [](const ShownFinding &shown) {
            return std::any_of(shown.finding.fixes.begin(), shown.finding.fixes.end(), [](const prompt::Fix &fix) {
                return fix.safe;
            });
        }));
}

} // namespace

ProblemPane::ProblemPane(QWidget *parent)
    : QWidget(parent)
    , m_model(new ProblemModel(this))
    , m_table(new TableView(metrics::standardRow, this))
    , m_errors(new Badge(BadgeKind::Error, {}, this))
    , m_warnings(new Badge(BadgeKind::Warning, {}, this))
    , m_infos(new Badge(BadgeKind::Info, {}, this))
    , m_money(makeLabel({}, TextStyle::Control, Tone::Second, this))
    , m_scope(new Segment({ tr("File"), tr("Open") }, this))
    , m_fixAll(makeButton({}, ButtonKind::Normal, QStringLiteral("check"), ButtonSize::Small, this))
    , m_stack(new QStackedWidget(this))
    , m_nothing(makeLabel({}, TextStyle::Control, Tone::Third, this))
{
    setAccessibleName(tr("Problems"));
    auto *head = new QHBoxLayout;
    head->setContentsMargins(metrics::screenMargin, 0, metrics::screenMargin, 0);
    head->setSpacing(metrics::gap);
    head->addWidget(makeLabel(tr("Problems"), TextStyle::ControlMedium, Tone::Normal, this));
    for (Badge *badge : { m_errors, m_warnings, m_infos })
        head->addWidget(badge);
    head->addWidget(m_money);
    head->addStretch(1);
    m_scope->setAccessibleName(tr("Whose problems are listed"));
    m_scope->setToolTip(tr("Problems of this file, or of all open ones"));
    head->addWidget(m_scope);
    m_fixAll->setToolTip(tr("Apply all safe fixes in one step (Ctrl+Shift+.)"));
    head->addWidget(m_fixAll);
    auto *headWidget = new QWidget(this);
    headWidget->setFixedHeight(metrics::cardHead);
    headWidget->setLayout(head);
    setUpTable();
    m_nothing->setAlignment(Qt::AlignCenter);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_nothing);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 1, 0, 0);
    column->setSpacing(0);
    column->addWidget(headWidget);
    column->addWidget(m_stack, 1);
    connect(m_scope, &Segment::currentChanged, this, &ProblemPane::scopeChanged);
    connect(m_fixAll, &QPushButton::clicked, this, &ProblemPane::fixAllAsked);
}

void ProblemPane::setUpTable()
{
    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("Problems"));
    m_table->setItemDelegateForColumn(ProblemModel::Safety, new SafetyDelegate(m_table));
    QHeaderView *header = m_table->horizontalHeader();
    header->hide();
    const QFontMetrics face(Theme::font(TextStyle::ControlMedium));
    const auto width = [&](const QString &widest) { return face.horizontalAdvance(widest) + 20; };
    header->setSectionResizeMode(QHeaderView::Fixed);
    header->setSectionResizeMode(ProblemModel::Message, QHeaderView::Stretch);
    header->resizeSection(ProblemModel::Icon, 36);
    header->resizeSection(ProblemModel::Rule, width(QStringLiteral("WSP000")));
    header->resizeSection(ProblemModel::Place, width(QStringLiteral("messages[10]")));
    header->resizeSection(ProblemModel::Money, width(QStringLiteral("$00.00")));
    header->resizeSection(ProblemModel::Safety, width(tr("by hand")) + 8);
    header->resizeSection(ProblemModel::FixTitle, 210);
    m_table->installEventFilter(this);
    const auto asked = [this](const QModelIndex &index) {
        const ProblemModel::Row *row = m_model->rowAt(index.row());
        if (!row || !row->frame)
            return;
        if (index.column() == ProblemModel::FixTitle && !row->shown().finding.fixes.empty())
            Q_EMIT fixAsked(row->frame, row->finding);
        else
            Q_EMIT problemActivated(row->frame, row->finding);
    };
    connect(m_table, &QTableView::clicked, this, asked);
    connect(m_table, &QTableView::activated, this, asked);
}

ProblemPane::Scope ProblemPane::scope() const
{
    return static_cast<Scope>(m_scope->current());
}

void ProblemPane::show(const QList<EditorFrame *> &frames, EditorFrame *current, const std::string &currency)
{
    QList<EditorFrame *> scoped;
    if (scope() == Scope::Open)
        scoped = frames;
    else if (current)
        scoped << current;
    std::vector<ProblemModel::Row> rows;
    bool waiting = false;
    for (EditorFrame *frame : scoped) {
        const auto report = frame->session().report();
        waiting = waiting || !report;
        if (!report)
            continue;
        if (report->parseProblem)
            rows.push_back({ frame, report, -1 });
        for (int i = 0; i < static_cast<int>(report->findings.size()); ++i)
            rows.push_back({ frame, report, i });
    }
    m_nothing->setText(waiting ? tr("Checking\u2026") : tr("No problems found. F1 tells what is checked."));
    m_stack->setCurrentIndex(rows.empty() ? 1 : 0);
    m_model->setRows(std::move(rows), currency, scope() == Scope::Open && frames.size() > 1);
    showCounts(scoped, currency);
}

void ProblemPane::showCounts(const QList<EditorFrame *> &frames, const std::string &currency)
{
    int errors = 0, warnings = 0, infos = 0, safe = 0;
    std::optional<base::Money> money;
    for (const EditorFrame *frame : frames) {
        const auto report = frame->session().report();
        if (!report)
            continue;
        errors += report->countOf(Severity::Error);
        warnings += report->countOf(Severity::Warning);
        infos += report->countOf(Severity::Info);
        safe += safeFixes(*report);
        if (const auto part = report->perDay())
            money = money.value_or(base::Money()) + *part;
    }
    const auto badge = [](Badge *shown, BadgeKind kind, const QString &words, int count) {
        shown->setVisible(count > 0);
        shown->setContent(kind, words);
    };
    badge(m_errors, BadgeKind::Error, tr("%n error(s)", nullptr, errors), errors);
    badge(m_warnings, BadgeKind::Warning, tr("%n warning(s)", nullptr, warnings), warnings);
    badge(m_infos, BadgeKind::Info, tr("%n hint(s)", nullptr, infos), infos);
    m_money->setText(money ? tr("%1 per day in the log").arg(format::money(money, 2, currency)) : QString());
    m_fixAll->setVisible(safe > 0);
    m_fixAll->setText(tr("Fix %n safe", nullptr, safe));
}

void ProblemPane::followCursor(EditorFrame *frame, int position)
{
    const auto report = frame->session().report();
    if (!report || m_table->hasFocus())
        return;
    for (int i = 0; i < static_cast<int>(report->findings.size()); ++i) {
        const ShownFinding &shown = report->findings[static_cast<std::size_t>(i)];
        if (!shown.isInText || position < shown.begin || position > shown.end)
            continue;
        const int row = m_model->rowOfFinding(frame, i);
        if (row >= 0)
            m_table->setCurrentIndex(m_model->index(row, 0));
        return;
    }
}

bool ProblemPane::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_table && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const ProblemModel::Row *row = m_model->rowAt(m_table->currentIndex().row());
        const bool fixKey = key->key() == Qt::Key_Space
            || (key->key() == Qt::Key_Period && key->modifiers() == Qt::ControlModifier);
        if (row && row->frame && fixKey && !row->shown().finding.fixes.empty()) {
            Q_EMIT fixAsked(row->frame, row->finding);
            return true;
        }
        if (row && key->key() == Qt::Key_F1) {
            Q_EMIT pageAsked(format::text(row->shown().finding.rule));
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void ProblemPane::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), tokenColor(Token::Panel));
    painter.fillRect(0, 0, width(), 1, tokenColor(Token::Line));
}

} // namespace cachescope::ui

#include "moc_problem_pane.cpp"
