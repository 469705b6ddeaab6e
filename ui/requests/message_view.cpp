// SPDX-License-Identifier: MIT
#include "ui/requests/message_view.h"

#include "ui/format/format.h"
#include "ui/parts/labels.h"
#include "ui/parts/row_delegate.h"
#include "ui/parts/table_view.h"
#include "ui/requests/body_view.h"
#include "ui/requests/hair_line.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QShortcut>
#include <QSplitter>

namespace cachescope::ui {

void HeadModel::setHead(const QString &head)
{
    beginResetModel();
    m_fields.clear();
    for (const QString &line : head.split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
        const qsizetype colon = line.indexOf(QLatin1Char(':'));
        // A request line has blanks before any colon ("POST http://…"), a field name has none.
        if (colon <= 0 || line.left(colon).contains(QLatin1Char(' ')))
            m_fields << Field{ {}, line.trimmed() };
        else
            m_fields << Field{ line.left(colon), line.mid(colon + 1).trimmed() };
    }
    endResetModel();
}

int HeadModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_fields.size());
}

int HeadModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : 2;
}

QVariant HeadModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_fields.size())
        return {};
    const Field &field = m_fields[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return index.column() == 0 ? field.name : field.value;
    case Qt::ToolTipRole:
        return field.value;
    case ToneRole:
        return int(index.column() == 0 ? Token::Text3 : Token::Text);
    case MonoRole:
        return index.column() == 1;
    default:
        return {};
    }
}

QVariant HeadModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == 0 ? tr("Field") : tr("Value");
}

MessageView::MessageView(Side side, QWidget *parent)
    : QWidget(parent)
    , m_side(side)
    , m_head(new HeadModel(this))
    , m_table(new TableView(metrics::logRow, this))
    , m_body(new BodyView(this))
{
    m_table->setModel(m_head);
    m_table->setAccessibleName(side == Side::Request ? tr("Request head") : tr("Response head"));
    m_table->horizontalHeader()->setStretchLastSection(true);
    constexpr int nameWidth = 200;
    m_table->setColumnWidth(0, nameWidth);
    auto *copy = new QShortcut(QKeySequence::Copy, m_table);
    copy->setContext(Qt::WidgetShortcut);
    connect(copy, &QShortcut::activated, this, [this] {
        const int row = m_table->currentIndex().row();
        const QString name = m_head->index(row, 0).data().toString();
        const QString value = m_head->index(row, 1).data().toString();
        QApplication::clipboard()->setText(name.isEmpty() ? value : QString(name + QStringLiteral(": ") + value));
    });
    auto *splitter = new QSplitter(Qt::Horizontal, this);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(m_table);
    splitter->addWidget(m_body);
    splitter->setStretchFactor(0, 2);
    splitter->setStretchFactor(1, 3);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_borrowedLine = makeBorrowedLine();
    column->addWidget(m_borrowedLine);
    column->addWidget(splitter, 1);
}

/** Stands above text that is another call's, and leads there. */
QWidget *MessageView::makeBorrowedLine()
{
    auto *line = new QWidget(this);
    auto *column = new QVBoxLayout(line);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(metrics::screenMargin, 4, metrics::gap, 4);
    row->setSpacing(metrics::gap);
    m_borrowed = makeLabel({}, TextStyle::Control, Tone::Second, line);
    auto *open = makeButton(tr("Show that call"), ButtonKind::Quiet, {}, ButtonSize::Small, line);
    connect(open, &QPushButton::clicked, this, [this] { Q_EMIT callRequested(m_borrowedFrom); });
    row->addWidget(m_borrowed);
    row->addWidget(open);
    row->addStretch();
    column->addLayout(row);
    column->addWidget(new HairLine(line));
    line->hide();
    return line;
}

void MessageView::showBorrowed(std::int64_t callId)
{
    m_borrowedFrom = callId;
    m_borrowedLine->setVisible(callId != 0);
    const QString number = format::number(callId);
    m_borrowed->setText(
        m_side == Side::Request ? tr("Request of call #%1, which this one repeats").arg(number)
                                : tr("Answer of call #%1, from the cache").arg(number));
}

QString MessageView::borrowedWords() const
{
    return m_borrowedFrom == 0 ? QString() : m_borrowed->text();
}

void MessageView::setLoading()
{
    showBorrowed(0);
    m_head->setHead({});
    m_body->clear();
}

void MessageView::setFailure(const QString &message)
{
    showBorrowed(0);
    m_head->setHead({});
    m_body->setContent({ {}, providers::Api::Opaque, message, false });
}

QString MessageView::missingWords(const requestlog::CallRecord &record, const ShownContents &shown) const
{
    const requestlog::CallContents &contents = shown.contents;
    if (!contents.damage.empty())
        return tr("This body is damaged and cannot be shown: %1").arg(format::text(contents.damage));
    const bool missing = m_side == Side::Request ? contents.requestBodyMissing : contents.responseBodyMissing;
    if (!missing)
        return {};
    if (record.end.state == requestlog::CallState::Open)
        return tr("The call is still under way.");
    if (shown.originalGone)
        return tr("This answer came from the cache. Call #%1, which it is of, has been cleaned up with its text.")
            .arg(format::number(record.end.hitOf));
    return tr("The body was not stored, or has been cleaned up. What is kept, and how long, is set in Settings, "
              "What is stored.");
}

void MessageView::setContents(const requestlog::CallRecord &record, const ShownContents &shown)
{
    const requestlog::CallContents &contents = shown.contents;
    const bool request = m_side == Side::Request;
    showBorrowed(request ? shown.requestOf : shown.responseOf);
    m_head->setHead(format::text(request ? contents.requestHead : contents.responseHead));
    BodyView::Content content;
    content.bytes = request ? contents.requestBody : contents.responseBody;
    content.api = record.start.api;
    content.truncated = !request && contents.responseBodyTruncated;
    if (content.bytes.empty())
        content.missing = missingWords(record, shown);
    m_body->setContent(std::move(content));
}

void MessageView::openSearch()
{
    m_body->openSearch();
}

} // namespace cachescope::ui
