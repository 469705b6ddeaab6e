// SPDX-License-Identifier: MIT
#include "ui/prompt/problem_pane.h"

#include "prompt/lint/loss.h"
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

bool hasSafeFix(const prompt::Finding &finding)
{
    return std::any_of(finding.fixes.begin(), finding.fixes.end(), [](const prompt::Fix &fix) { return fix.safe; });
}

constexpr int fixWidth = 210;

} // namespace

ProblemPane::ProblemPane(QWidget *parent)
    : QWidget(parent)
    , m_model(new ProblemModel(this))
    , m_table(new TableView(metrics::standardRow, this))
    , m_errors(new Badge(BadgeKind::Error, {}, this))
    , m_warnings(new Badge(BadgeKind::Warning, {}, this))
    , m_infos(new Badge(BadgeKind::Info, {}, this))
    , m_money(makeLabel({}, TextStyle::Control, Tone::Second, this))
    , m_state(makeLabel({}, TextStyle::Control, Tone::Third, this))
    , m_folder(makeButton({}, ButtonKind::Quiet, QStringLiteral("file"), ButtonSize::Small, this))
    , m_command(
          makeButton(tr("Copy as command"), ButtonKind::Quiet, QStringLiteral("terminal"), ButtonSize::Small, this))
    , m_scope(new Segment({ tr("File"), tr("Open"), tr("Folder"), tr("Log") }, this))
    , m_fixAll(makeButton({}, ButtonKind::Normal, QStringLiteral("check"), ButtonSize::Small, this))
    , m_stack(new QStackedWidget(this))
    , m_nothing(makeLabel({}, TextStyle::Control, Tone::Third, this))
{
    setAccessibleName(tr("Problems"));
    setUpTable();
    m_nothing->setAlignment(Qt::AlignCenter);
    m_nothing->setWordWrap(true);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_nothing);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 1, 0, 0);
    column->setSpacing(0);
    setUpHead();
    column->addWidget(m_stack, 1);
    connect(m_scope, &Segment::currentChanged, this, &ProblemPane::scopeChanged);
    connect(m_fixAll, &QPushButton::clicked, this, &ProblemPane::fixAllAsked);
    connect(m_folder, &QPushButton::clicked, this, &ProblemPane::folderAsked);
    connect(m_command, &QPushButton::clicked, this, &ProblemPane::commandAsked);
}

void ProblemPane::setUpHead()
{
    auto *headWidget = new QWidget(this);
    headWidget->setFixedHeight(metrics::cardHead);
    auto *head = new QHBoxLayout(headWidget);
    head->setContentsMargins(metrics::screenMargin, 0, metrics::screenMargin, 0);
    head->setSpacing(metrics::gap);
    head->addWidget(makeLabel(tr("Problems"), TextStyle::ControlMedium, Tone::Normal, this));
    for (Badge *badge : { m_errors, m_warnings, m_infos })
        head->addWidget(badge);
    head->addWidget(m_money);
    m_state->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    head->addWidget(m_state, 1);
    m_money->setToolTip(tr("What several problems make dearer counts once, with the dearest of them"));
    m_folder->setToolTip(tr("Choose the folder whose files are checked"));
    m_command->setToolTip(tr("What does the same in a terminal"));
    head->addWidget(m_folder);
    head->addWidget(m_command);
    m_scope->setAccessibleName(tr("Whose problems are listed"));
    m_scope->setToolTip(
        tr("Problems of this file, of all open ones, of the files below a folder, of the logged calls"));
    head->addWidget(m_scope);
    m_fixAll->setToolTip(tr("Apply all safe fixes in one step (Ctrl+Shift+.)"));
    head->addWidget(m_fixAll);
    static_cast<QVBoxLayout *>(layout())->insertWidget(0, headWidget);
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
    header->resizeSection(ProblemModel::FixTitle, fixWidth);
    m_table->installEventFilter(this);
    connect(m_table, &QTableView::clicked, this, &ProblemPane::onActivated);
    connect(m_table, &QTableView::activated, this, &ProblemPane::onActivated);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_table, &QWidget::customContextMenuRequested, this, [this](const QPoint &place) {
        const QModelIndex at = m_table->indexAt(place);
        const QModelIndex index = at.isValid() ? at : m_table->currentIndex();
        if (index.isValid())
            Q_EMIT menuAsked(index.row(), m_table->viewport()->mapToGlobal(place));
    });
}

void ProblemPane::onActivated(const QModelIndex &index)
{
    const ProblemModel::Row *row = m_model->rowAt(index.row());
    if (!row)
        return;
    const bool fixes = index.column() == ProblemModel::FixTitle && !row->shown().finding.fixes.empty();
    const std::shared_ptr<const OutsideProblem> outside = row->outside; // Rows are made anew by what follows.
    if (outside)
        Q_EMIT outsideAsked(outside, fixes);
    else if (row->frame && fixes)
        Q_EMIT fixAsked(row->frame, row->finding);
    else if (row->frame)
        Q_EMIT problemActivated(row->frame, row->finding);
}

ProblemPane::Scope ProblemPane::scope() const
{
    return static_cast<Scope>(m_scope->current());
}

void ProblemPane::setScope(Scope scope)
{
    m_scope->setCurrent(static_cast<int>(scope));
}

void ProblemPane::setFolder(const QString &folder)
{
    m_folder->setText(QFontMetrics(m_folder->font()).elidedText(folder, Qt::ElideMiddle, 180));
    m_folder->setAccessibleName(tr("Folder: %1").arg(folder));
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
            rows.push_back({ frame, report, -1, nullptr });
        for (int i = 0; i < static_cast<int>(report->findings.size()); ++i)
            rows.push_back({ frame, report, i, nullptr });
    }
    m_state->clear();
    setRows(
        std::move(rows), currency,
        waiting ? tr("Checking\u2026") : tr("No problems found. F1 tells what is checked."));
}

void ProblemPane::showOutside(const Outside &outside, const std::string &currency)
{
    std::vector<ProblemModel::Row> rows;
    for (const auto &problem : outside.problems)
        rows.push_back({ nullptr, nullptr, 0, problem });
    m_state->setText(outside.isBusy ? tr("Checking\u2026") : outside.state);
    m_state->setToolTip(outside.notes);
    setRows(std::move(rows), currency, outside.nothing);
}

void ProblemPane::setRows(std::vector<ProblemModel::Row> rows, const std::string &currency, const QString &nothing)
{
    const bool namesFiles = scope() != Scope::File;
    m_nothing->setText(nothing);
    m_stack->setCurrentIndex(rows.empty() ? 1 : 0);
    const QFontMetrics face(Theme::font(TextStyle::ControlMedium));
    int widest = face.horizontalAdvance(QStringLiteral("messages[10]"));
    m_model->setRows(std::move(rows), currency, namesFiles);
    constexpr int widestPlace = 300, looked = 200;
    for (int row = 0; namesFiles && row < std::min(looked, m_model->rowCount()); ++row)
        widest
            = std::max(widest, face.horizontalAdvance(m_model->index(row, ProblemModel::Place).data().toString()));
    m_table->horizontalHeader()->resizeSection(ProblemModel::Place, std::min(widest, widestPlace) + 20);
    showCounts(currency);
}

void ProblemPane::showCounts(const std::string &currency)
{
    int errors = 0, warnings = 0, infos = 0, safe = 0;
    std::vector<std::reference_wrapper<const prompt::Finding>> all;
    for (const ProblemModel::Row &row : m_model->rows()) {
        const prompt::Finding &finding = row.shown().finding;
        errors += finding.severity == Severity::Error ? 1 : 0;
        warnings += finding.severity == Severity::Warning ? 1 : 0;
        infos += finding.severity == Severity::Info ? 1 : 0;
        safe += hasSafeFix(finding) ? 1 : 0;
        all.emplace_back(finding);
    }
    const auto money = prompt::lossPerDay(all);
    const auto badge = [](Badge *shown, BadgeKind kind, const QString &words, int count) {
        shown->setVisible(count > 0);
        shown->setContent(kind, words);
    };
    badge(m_errors, BadgeKind::Error, tr("%n error(s)", nullptr, errors), errors);
    badge(m_warnings, BadgeKind::Warning, tr("%n warning(s)", nullptr, warnings), warnings);
    badge(m_infos, BadgeKind::Info, tr("%n hint(s)", nullptr, infos), infos);
    m_money->setText(money ? tr("%1 per day in the log").arg(format::money(money, 2, currency)) : QString());
    // What is not open cannot be undone here: the command mends it, and says what it did.
    const bool isOpen = scope() == Scope::File || scope() == Scope::Open;
    m_fixAll->setVisible(isOpen && safe > 0);
    m_fixAll->setText(tr("Fix %n safe", nullptr, safe));
    m_folder->setVisible(scope() == Scope::Folder);
    m_command->setVisible(scope() == Scope::Folder && !m_model->rows().empty());
}

QString ProblemPane::countWords() const
{
    QStringList words;
    for (const Badge *badge : { m_errors, m_warnings, m_infos }) {
        if (!badge->isHidden())
            words << badge->word();
    }
    words << m_money->text() << m_state->text();
    words.removeAll(QString());
    return words.join(QStringLiteral(", "));
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
        if (row && fixKey && !row->shown().finding.fixes.empty()) {
            onActivated(m_table->currentIndex().siblingAtColumn(ProblemModel::FixTitle));
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
