// SPDX-License-Identifier: MIT
#include "ui/prompt/compare_view.h"

#include "ui/format/format.h"
#include "ui/parts/badge.h"
#include "ui/parts/labels.h"
#include "ui/parts/segment.h"
#include "ui/parts/table_view.h"
#include "ui/prompt/compare_delegate.h"
#include "ui/prompt/compare_model.h"
#include "ui/theme/icons.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QShortcut>
#include <QStackedWidget>
#include <QToolButton>

namespace cachescope::ui {

namespace {

QToolButton *headButton(const QString &icon, const QString &name, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setIcon(icons::icon(icon));
    button->setToolTip(name);
    button->setAccessibleName(name);
    button->setFixedSize(24, 24);
    return button;
}

} // namespace

CompareView::CompareView(QWidget *parent)
    : QWidget(parent)
    , m_model(new CompareModel(this))
    , m_table(new TableView(metrics::logRow, this))
    , m_pages(new QStackedWidget(this))
    , m_message(makeLabel({}, TextStyle::Body, Tone::Second, this))
{
    m_table->setItemDelegate(new CompareDelegate(m_model, m_table));
    m_table->setModel(m_model);
    m_table->horizontalHeader()->hide();
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn); // The width must not depend on the rows.
    m_table->setAccessibleName(tr("Comparison"));
    m_table->installEventFilter(this);
    m_table->viewport()->installEventFilter(this);
    connect(m_table, &QAbstractItemView::activated, this, &CompareView::toggleCurrent);
    connect(m_table, &QAbstractItemView::clicked, this, [this](const QModelIndex &index) {
        if (m_model->row(index.row()).kind == CompareRow::Kind::Fold)
            toggleCurrent();
    });
    m_message->setAlignment(Qt::AlignCenter);
    m_message->setWordWrap(true);
    m_pages->addWidget(m_table);
    m_pages->addWidget(m_message);
    m_pages->setCurrentWidget(m_message);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeHead());
    column->addWidget(m_pages, 1);
    const auto onKey = [this](const QKeySequence &keys, void (CompareView::*slot)()) {
        auto *shortcut = new QShortcut(keys, this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, slot);
    };
    onKey(Qt::Key_F7, &CompareView::goToNext);
    onKey(Qt::SHIFT | Qt::Key_F7, &CompareView::goToPrevious);
    setCompared(nullptr);
}

QWidget *CompareView::makeHead()
{
    auto *head = new QWidget(this);
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(metrics::cardPadding, 4, metrics::gap, 4);
    row->setSpacing(metrics::gap);
    m_summary = makeLabel({}, TextStyle::Control, Tone::Second, head);
    m_summary->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_orderOnly = new Badge(BadgeKind::Warning, tr("order only"), head);
    m_orderOnly->setObjectName(QStringLiteral("orderOnly"));
    m_previous = headButton(QStringLiteral("chevron-left"), tr("Previous difference (Shift+F7)"), head);
    m_next = headButton(QStringLiteral("chevron-right"), tr("Next difference (F7)"), head);
    m_style = new Segment({ tr("Unified"), tr("Side by side") }, head);
    m_style->setAccessibleName(tr("Layout of the comparison"));
    row->addWidget(m_summary, 1);
    row->addWidget(m_orderOnly);
    row->addWidget(m_previous);
    row->addWidget(m_next);
    row->addWidget(m_style);
    connect(m_previous, &QToolButton::clicked, this, &CompareView::goToPrevious);
    connect(m_next, &QToolButton::clicked, this, &CompareView::goToNext);
    connect(m_style, &Segment::currentChanged, this, [this](int index) {
        m_model->setStyle(index == 0 ? CompareStyle::Unified : CompareStyle::SideBySide);
        fitText();
    });
    return head;
}

void CompareView::setSideBySide(bool on)
{
    m_style->setCurrent(on ? 1 : 0);
}

void CompareView::setCompared(std::shared_ptr<const ComparedPrompts> compared)
{
    fitText();
    m_model->setCompared(std::move(compared));
    const bool any = m_model->compared() != nullptr;
    m_orderOnly->setVisible(any && m_model->compared()->comparison.orderOnly);
    m_summary->setText(summary());
    m_summary->setToolTip(m_summary->text());
    for (QToolButton *button : { m_previous, m_next })
        button->setEnabled(any && m_model->differenceCount() > 0);
    if (!any)
        return;
    m_pages->setCurrentWidget(m_table);
    m_table->scrollToTop();
    if (const int first = m_model->nextDifference(-1, true); first >= 0) {
        m_table->setCurrentIndex(m_model->index(first, 0));
        m_table->scrollTo(m_model->index(std::max(0, first - 4), 0), QAbstractItemView::PositionAtTop);
    }
}

void CompareView::setMessage(const QString &words)
{
    setCompared(nullptr);
    m_message->setText(words);
    m_pages->setCurrentWidget(m_message);
}

QString CompareView::summary() const
{
    const ComparedPrompts *compared = m_model->compared();
    if (!compared)
        return {};
    const QString names = tr("%1 → %2", "the older and the newer prompt").arg(compared->nameA, compared->nameB);
    if (compared->comparison.identical)
        return tr("%1: no difference").arg(names);
    const prompt::Divergence &found = compared->comparison.divergence;
    const QString about = compared->layoutB.exact ? QString() : QStringLiteral("~");
    const QString shared = about + format::number(found.sharedTokens);
    const QString total = about + format::number(found.totalTokensB);
    if (!found.at)
        return tr("%1: begins alike, %2 of %3 tokens").arg(names, shared, total);
    return tr("%1: parts at token %2 of %3, in %4").arg(names, shared, total, format::text(found.at->segment));
}

void CompareView::goToNext()
{
    goTo(true);
}

void CompareView::goToPrevious()
{
    goTo(false);
}

void CompareView::goTo(bool forward)
{
    const int current = m_table->currentIndex().isValid() ? m_table->currentIndex().row() : -1;
    int found = m_model->nextDifference(current, forward);
    if (found < 0) // Round the end.
        found = m_model->nextDifference(forward ? -1 : m_model->rowCount(), forward);
    if (found < 0)
        return;
    m_table->setCurrentIndex(m_model->index(found, 0));
    m_table->scrollTo(m_model->index(found, 0), QAbstractItemView::PositionAtCenter);
}

void CompareView::toggleCurrent()
{
    const int row = m_table->currentIndex().row();
    if (row < 0 || m_model->row(row).kind != CompareRow::Kind::Fold)
        return;
    m_model->toggle(row);
    m_table->setCurrentIndex(m_model->index(row, 0)); // Rows before a fold stay where they are.
}

void CompareView::copyCurrent()
{
    const int index = m_table->currentIndex().row();
    if (index < 0)
        return;
    const CompareRow &row = m_model->row(index);
    const QString text = row.kind != CompareRow::Kind::Line ? row.title : row.b.present ? row.b.text : row.a.text;
    QGuiApplication::clipboard()->setText(text);
}

bool CompareView::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_table->viewport() && event->type() == QEvent::Resize)
        fitText();
    if (watched != m_table || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    if (key->matches(QKeySequence::Copy)) {
        copyCurrent();
        return true;
    }
    const int index = m_table->currentIndex().row();
    const bool fold = index >= 0 && m_model->row(index).kind == CompareRow::Kind::Fold;
    const bool opens = key->key() == Qt::Key_Right && fold && !m_model->row(index).open;
    const bool closes = key->key() == Qt::Key_Left && fold && m_model->row(index).open;
    if (!opens && !closes)
        return QWidget::eventFilter(watched, event);
    toggleCurrent();
    return true;
}

void CompareView::showEvent(QShowEvent *event)
{
    fitText();
    QWidget::showEvent(event);
}

void CompareView::fitText()
{
    const int current = m_table->currentIndex().row();
    m_model->setTextWidth(CompareDelegate::textWidth(m_table->viewport()->width(), m_model->style()));
    if (current >= 0 && current < m_model->rowCount())
        m_table->setCurrentIndex(m_model->index(current, 0));
}

} // namespace cachescope::ui

#include "moc_compare_view.cpp"
