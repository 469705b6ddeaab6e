// SPDX-License-Identifier: MIT
#include "ui/prompt/outline_pane.h"

#include "ui/format/format.h"
#include "ui/parts/labels.h"
#include "ui/parts/painting.h"
#include "ui/parts/row_delegate.h"
#include "ui/prompt/editor_frame.h"
#include "ui/prompt/outline_model.h"
#include "ui/prompt/prompt_edit.h"
#include "ui/theme/icons.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QTreeView>
#include <QVBoxLayout>

namespace cachescope::ui {

namespace {

constexpr int paneWidth = 184;
constexpr int figureWidth = 58;

/** A row of the outline: chevron, words, a diamond where something is wrong. */
class OutlineDelegate final : public QStyledItemDelegate
{
public:
    explicit OutlineDelegate(QTreeView *tree)
        : QStyledItemDelegate(tree)
        , m_tree(tree)
    { }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        painter->save();
        const bool selected = m_tree->selectionModel()->isRowSelected(index.row(), index.parent());
        QRectF cell = option.rect;
        const bool isName = index.column() == OutlineModel::Name;
        const QRectF line(
            isName ? 0 : cell.left(), cell.top(), isName ? cell.right() + 1 : cell.width(), cell.height());
        painter->fillRect(line, tokenColor(selected ? Token::Selection : Token::Panel));
        const bool isBand = !index.parent().isValid();
        if (isName && isBand) {
            if (index.model()->rowCount(index) > 0)
                icons::paint(
                    painter, QRectF(8, cell.top(), 16, cell.height()),
                    m_tree->isExpanded(index) ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right"),
                    tokenColor(Token::Text2), 14);
            cell.setLeft(28);
        } else if (isName) {
            cell.setLeft(32);
        } else {
            cell.setRight(cell.right() - 12);
        }
        painter->setFont(
            Theme::font(index.data(MediumRole).toBool() ? TextStyle::ControlMedium : TextStyle::Control));
        painter->setPen(tokenColor(static_cast<Token>(index.data(ToneRole).toInt())));
        const bool wrong = index.data(OutlineModel::HasErrorRole).toBool();
        const QString words = painter->fontMetrics().elidedText(
            index.data().toString(), Qt::ElideRight, static_cast<int>(cell.width()) - (wrong ? 14 : 2));
        painter->drawText(cell, index.data(Qt::TextAlignmentRole).toInt(), words);
        if (wrong) {
            const qreal x = cell.left() + painter->fontMetrics().horizontalAdvance(words) + 10;
            painter->setRenderHint(QPainter::Antialiasing);
            painter->setPen(Qt::NoPen);
            painter->setBrush(tokenColor(Token::Error));
            const qreal y = cell.center().y();
            painter->drawPolygon(QPolygonF{ { x, y - 4 }, { x + 4, y }, { x, y + 4 }, { x - 4, y } });
        }
        if (m_tree->hasFocus() && m_tree->currentIndex().siblingAtColumn(0) == index.siblingAtColumn(0) && isName) {
            painter->setRenderHint(QPainter::Antialiasing, false);
            painter->setBrush(Qt::NoBrush);
            painter->setPen(QPen(tokenColor(Token::Focus), 2));
            painter->drawRect(QRectF(1, cell.top() + 1, m_tree->viewport()->width() - 2, cell.height() - 2));
        }
        painter->restore();
    }
    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override
    {
        return { 40, metrics::standardRow };
    }

private:
    QTreeView *m_tree;
};

} // namespace

OutlinePane::PrefixRow OutlinePane::makePrefixRow(const QString &name)
{
    PrefixRow made{};
    made.row = new QWidget(m_prefixes);
    auto *row = new QHBoxLayout(made.row);
    row->setContentsMargins(0, 0, 0, 0);
    auto *words = new QVBoxLayout;
    words->setSpacing(0);
    made.name = makeLabel(name, TextStyle::ControlMedium, Tone::Normal, made.row);
    made.detail = makeLabel({}, TextStyle::Caption, Tone::Second, made.row);
    made.detail->setWordWrap(true);
    made.figure = makeLabel({}, TextStyle::ControlMedium, Tone::Normal, made.row);
    words->addWidget(made.name);
    words->addWidget(made.detail);
    row->addLayout(words, 1);
    row->addWidget(made.figure);
    return made;
}

OutlinePane::OutlinePane(QWidget *parent)
    : QWidget(parent)
    , m_model(new OutlineModel(this))
    , m_tree(new QTreeView(this))
    , m_prefixes(new QWidget(this))
    , m_static(makePrefixRow(tr("Static")))
    , m_sampled(makePrefixRow(tr("Sampled")))
    , m_observed(makePrefixRow(tr("Observed")))
    , m_note(makeLabel({}, TextStyle::Caption, Tone::Second, m_prefixes))
    , m_runTitle(makeLabel(tr("Last run"), TextStyle::CaptionMedium, Tone::Third, m_prefixes))
    , m_run(makeLabel({}, TextStyle::Caption, Tone::Second, m_prefixes))
{
    setFixedWidth(paneWidth);
    m_tree->setModel(m_model);
    m_tree->setAccessibleName(tr("Outline"));
    m_tree->setItemDelegate(new OutlineDelegate(m_tree));
    m_tree->setIndentation(0);
    m_tree->setRootIsDecorated(false);
    m_tree->setUniformRowHeights(true);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_tree->header()->setStretchLastSection(false);
    m_tree->header()->setSectionResizeMode(OutlineModel::Name, QHeaderView::Stretch);
    m_tree->header()->setSectionResizeMode(OutlineModel::Tokens, QHeaderView::Fixed);
    m_tree->header()->resizeSection(OutlineModel::Tokens, figureWidth);
    m_tree->header()->setFont(Theme::font(TextStyle::CaptionMedium));
    m_tree->header()->setFixedHeight(metrics::tableHeader);
    m_tree->header()->setSectionsClickable(false);
    m_tree->header()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 1, 0);
    column->setSpacing(0);
    column->addWidget(m_tree, 1);
    auto *below = new QVBoxLayout(m_prefixes);
    below->setContentsMargins(12, 8, 12, 8);
    below->setSpacing(6);
    below->addWidget(
        makeLabel(tr("Prefix, strictest of three"), TextStyle::CaptionMedium, Tone::Third, m_prefixes));
    for (const PrefixRow &row : { m_static, m_sampled, m_observed })
        below->addWidget(row.row);
    m_note->setWordWrap(true);
    below->addWidget(m_note);
    m_run->setWordWrap(true);
    below->addWidget(m_runTitle);
    below->addWidget(m_run);
    column->addWidget(m_prefixes);
    setRun({});
    connect(m_tree, &QTreeView::clicked, this, [this](const QModelIndex &index) {
        if (!index.parent().isValid() && m_model->rowCount(index.siblingAtColumn(0)) > 0
            && m_tree->visualRect(index).contains(m_tree->viewport()->mapFromGlobal(QCursor::pos()))
            && m_tree->viewport()->mapFromGlobal(QCursor::pos()).x() < 26)
            m_tree->setExpanded(index.siblingAtColumn(0), !m_tree->isExpanded(index.siblingAtColumn(0)));
        if (const auto *row = m_model->rowAt(index))
            Q_EMIT placeAsked(row->entry.begin);
    });
    m_tree->setExpandsOnDoubleClick(false);
    connect(m_tree, &QTreeView::doubleClicked, this, [this](const QModelIndex &index) {
        if (const auto *row = m_model->rowAt(index); row && !row->entry.isBand)
            Q_EMIT foldAsked(row->entry.begin);
    });
    connect(m_tree, &QTreeView::activated, this, [this](const QModelIndex &index) {
        if (const auto *row = m_model->rowAt(index))
            Q_EMIT placeAsked(row->entry.begin);
    });
    connect(m_model, &QAbstractItemModel::modelReset, m_tree, &QTreeView::expandAll);
}

void OutlinePane::show(EditorFrame *frame)
{
    const auto report = frame ? frame->session().report() : nullptr;
    if (!report)
        m_model->clear();
    else if (frame->session().isChecked())
        showRows(*frame);
    showPrefixes(report.get());
}

void OutlinePane::showRows(EditorFrame &frame)
{
    const auto report = frame.session().report();
    const TokenTrack &tokens = frame.edit().tokens();
    std::vector<OutlineModel::Row> rows;
    for (const OutlineEntry &entry : report->outline) {
        OutlineModel::Row row{ entry, 0, false };
        if (tokens.isOn()) {
            const std::size_t segment = frame.session().document().segmentAt(entry.begin);
            const std::int64_t before = entry.begin == frame.session().document().begin(segment)
                ? tokens.tokensBefore(segment)
                : tokens.tokensUpTo(entry.begin);
            row.tokens = tokens.tokensUpTo(entry.end) - before;
        }
        for (const ShownFinding &shown : report->findings) {
            row.hasError = row.hasError
                || (shown.finding.severity == prompt::Severity::Error && shown.begin >= entry.begin
                    && shown.begin <= entry.end);
        }
        rows.push_back(std::move(row));
    }
    m_model->setRows(std::move(rows));
}

void OutlinePane::followCursor(int position)
{
    const QModelIndex index = m_model->indexOfPosition(position);
    if (!index.isValid() || m_tree->hasFocus())
        return;
    m_tree->selectionModel()->setCurrentIndex(
        index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    m_tree->scrollTo(index);
}

void OutlinePane::showPrefixes(const PromptReport *report)
{
    m_prefixes->setVisible(report && report->layout.total > 0);
    if (!report)
        return;
    const prompt::PrefixViews &views = report->views;
    const auto variables = static_cast<int>(report->prompt->variables().size());
    const auto endsAt = [](const prompt::CacheablePrefix &prefix) {
        return tr("up to %1").arg(QStringLiteral("{{%1}}").arg(format::text(prefix.end.culprit)));
    };
    const bool hasCulprit = !views.fixed.end.culprit.empty();
    const bool written = hasCulprit
        && (variables == 0 || views.fixed.end.sourceByte != report->prompt->variables().front().source.begin);
    m_static.figure->setText(format::number(views.fixed.stableTokens));
    m_static.detail->setText(
        written              ? tr("up to changing text")
            : variables == 0 ? tr("no changing text")
                             : endsAt(views.fixed));
    m_sampled.row->setVisible(views.sampled.has_value());
    if (views.sampled) {
        const QString sets = tr("%n value set(s)", nullptr, static_cast<int>(views.sampled->sets));
        m_sampled.figure->setText(format::number(views.sampled->prefix.stableTokens));
        m_sampled.detail->setText(
            views.sampled->prefix.end.culprit.empty() || written
                ? sets
                : sets + QStringLiteral(", ") + endsAt(views.sampled->prefix));
    }
    showObserved(*report);
    for (const auto &[row, view] :
         { std::pair(&m_static, prompt::PrefixView::Static), std::pair(&m_sampled, prompt::PrefixView::Sampled),
           std::pair(&m_observed, prompt::PrefixView::Observed) })
        setTone(row->figure, view == report->view ? Tone::Normal : Tone::Third);
}

/** What the log's calls share, and where those that part earlier do. */
void OutlinePane::showObserved(const PromptReport &report)
{
    const auto &observed = report.views.observed;
    m_observed.row->setVisible(observed.has_value());
    m_note->setVisible(observed && observed->others);
    if (!observed)
        return;
    m_observed.figure->setText(format::number(observed->prefix.stableTokens));
    const QString calls = tr("%1 of %2 calls").arg(observed->agreeing).arg(observed->calls);
    const QString culprit = format::text(observed->prefix.end.culprit);
    m_observed.detail->setText(culprit.isEmpty() ? calls : tr("%1, up to %2").arg(calls, culprit));
    if (observed->others)
        m_note->setText(
            tr("In the other %n call(s) only %1 tokens matched: %2 had changed.", nullptr,
               static_cast<int>(observed->others->calls))
                .arg(format::number(observed->others->sharedTokens), format::text(observed->others->culprit)));
}

QString OutlinePane::prefixWords() const
{
    QStringList words;
    for (const PrefixRow &row : { m_static, m_sampled, m_observed }) {
        if (!row.row->isHidden())
            words << row.name->text() + u' ' + row.figure->text();
    }
    return words.join(QStringLiteral(", "));
}

void OutlinePane::setRun(const std::optional<Run> &run)
{
    m_runTitle->setVisible(run.has_value());
    m_run->setVisible(run.has_value());
    if (!run)
        return;
    m_runTitle->setText(run->title);
    m_run->setText(run->reported);
    setTone(
        m_run,
        run->verdict == Run::Verdict::Agrees     ? Tone::Good
            : run->verdict == Run::Verdict::Cold ? Tone::Second
                                                 : Tone::Warning);
}

void OutlinePane::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), tokenColor(Token::Panel));
    painter.fillRect(width() - 1, 0, 1, height(), tokenColor(Token::Line));
}

} // namespace cachescope::ui

#include "moc_outline_pane.cpp"
