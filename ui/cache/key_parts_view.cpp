// SPDX-License-Identifier: MIT
#include "ui/cache/key_parts_view.h"

#include "ui/cache/entry_columns.h"
#include "ui/cache/hour_bars.h"
#include "ui/format/format.h"
#include "ui/parts/labels.h"
#include "ui/parts/row_delegate.h"
#include "ui/parts/table_view.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPainter>

namespace cachescope::ui {

using insight::KeyPart;
using Kind = insight::KeyPart::Kind;

namespace {

constexpr int nameWidth = 132, useWidth = 72, barsHeight = 34, lineHeight = 20;

QString nameOf(const KeyPart &part)
{
    switch (part.kind) {
    case Kind::MethodAndPath:
        return KeyPartsView::tr("method, path");
    case Kind::Upstream:
        return KeyPartsView::tr("upstream");
    case Kind::Caller:
        return KeyPartsView::tr("caller");
    case Kind::Namespace:
        return KeyPartsView::tr("namespace");
    case Kind::Version:
        return KeyPartsView::tr("version");
    case Kind::Project:
        return KeyPartsView::tr("project");
    case Kind::Tags:
        return KeyPartsView::tr("tags");
    case Kind::Header:
    case Kind::Member:
        return format::text(part.name);
    }
    Q_UNREACHABLE();
}

QString valueOf(const KeyPart &part)
{
    if (part.kind == Kind::Caller)
        return part.text.empty() ? KeyPartsView::tr("none") : format::text(part.text) + QStringLiteral("\u2026");
    if (part.kind != Kind::Member)
        return format::text(part.text);
    const QString bytes = KeyPartsView::tr("%1 bytes").arg(format::number(std::int64_t(part.bytes)));
    if (part.items >= 0)
        return KeyPartsView::tr("%n item(s)", nullptr, int(part.items)) + QStringLiteral(", ") + bytes;
    if (!part.schemaDigest.empty())
        return (part.text.empty() ? QString() : format::text(part.text) + QStringLiteral(", ")) + bytes;
    return part.text.empty() ? bytes : format::text(part.text).simplified();
}

QString toolTipOf(const KeyPart &part)
{
    if (!part.schemaDigest.empty())
        return KeyPartsView::tr("Schema %1: another one makes another key").arg(format::text(part.schemaDigest));
    if (part.kind == Kind::Caller)
        return KeyPartsView::tr("Keyed hash of the credential; the credential itself is never stored");
    return valueOf(part);
}

} // namespace

void KeyPartModel::setParts(std::vector<KeyPart> parts)
{
    beginResetModel();
    m_parts = std::move(parts);
    endResetModel();
}

int KeyPartModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_parts.size());
}

int KeyPartModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : 3;
}

QVariant KeyPartModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const KeyPart &part = m_parts[std::size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        if (index.column() == 0)
            return nameOf(part);
        if (index.column() == 1)
            return part.schemaDigest.empty()
                ? valueOf(part)
                : valueOf(part) + QStringLiteral(", #") + format::text(part.schemaDigest);
        return part.inKey ? KeyPartsView::tr("in key") : KeyPartsView::tr("ignored");
    case Qt::ToolTipRole:
        return toolTipOf(part);
    case Qt::TextAlignmentRole:
        return QVariant::fromValue((index.column() == 2 ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case IconNameRole:
        return index.column() == 0 ? QVariant(part.inKey ? QStringLiteral("key") : QStringLiteral("eye-off"))
                                   : QVariant();
    case IconTokenRole:
        return int(part.inKey ? Token::Read : Token::Text3);
    case ToneRole:
        return int(!part.inKey ? Token::Text3 : index.column() == 0 ? Token::Text : Token::Text2);
    case MonoRole:
        return index.column() == 1;
    default:
        return {};
    }
}

QVariant KeyPartModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || (role != Qt::DisplayRole && role != Qt::AccessibleTextRole))
        return {};
    return section == 0 ? KeyPartsView::tr("Part")
        : section == 1  ? KeyPartsView::tr("Value")
                        : KeyPartsView::tr("Use");
}

DifferenceLines::DifferenceLines(QWidget *parent)
    : QWidget(parent)
{
    setFixedHeight(2 * lineHeight);
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

QSize DifferenceLines::sizeHint() const
{
    return { 240, 2 * lineHeight };
}

void DifferenceLines::setDifference(const insight::RequestDifference &difference, const QString &otherName)
{
    m_difference = difference;
    m_other = otherName;
    const auto line = [&](const std::string &middle) {
        return format::text(difference.before + middle + difference.after).simplified();
    };
    setAccessibleName(tr("This: %1. %2: %3").arg(line(difference.mine), otherName, line(difference.theirs)));
    update();
}

void DifferenceLines::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QFont plain = Theme::font(TextStyle::Code);
    QFont strong = plain;
    strong.setWeight(QFont::Bold); // Code has no medium weight that can be told apart.
    const QFontMetrics metrics(plain);
    const QString mine = tr("this");
    const int names
        = std::max(metrics.horizontalAdvance(mine), metrics.horizontalAdvance(m_other)) + 2 * metrics::gap;
    const auto paintLine = [&](int row, Token ground, const QString &name, const std::string &middle) {
        const QRect line(0, row * lineHeight, width(), lineHeight);
        painter.fillRect(line, tokenColor(ground));
        painter.setPen(tokenColor(Token::Text2));
        painter.setFont(plain);
        painter.drawText(line.adjusted(metrics::gap, 0, 0, 0), Qt::AlignVCenter, name);
        painter.setPen(tokenColor(Token::Text));
        int left = names + metrics::gap;
        for (const auto &[text, font] : { std::pair(m_difference.before, plain), std::pair(middle, strong),
                                          std::pair(m_difference.after, plain) }) {
            QString shown = format::text(text);
            shown.replace(QLatin1Char('\n'), QChar(0x21B5)); // A line end is a difference, too.
            const QFontMetrics measure(font);
            shown = measure.elidedText(shown, Qt::ElideRight, std::max(0, width() - left - metrics::gap));
            painter.setFont(font);
            painter.drawText(line.adjusted(left, 0, 0, 0), Qt::AlignVCenter, shown);
            left += measure.horizontalAdvance(shown);
        }
    };
    paintLine(0, Token::ReadGround, mine, m_difference.mine);
    paintLine(1, Token::ErrorGround, m_other, m_difference.theirs);
}

KeyPartsView::KeyPartsView(QWidget *parent)
    : QWidget(parent)
    , m_model(new KeyPartModel(this))
    , m_table(new TableView(metrics::standardRow, this))
    , m_note(makeLabel({}, TextStyle::Caption, Tone::Third, this))
    , m_nearest(makeLabel({}, TextStyle::Control, Tone::Normal, this))
    , m_lines(new DifferenceLines(this))
    , m_bars(new HourBars(barsHeight, this))
{
    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("Parts of the key"));
    m_table->horizontalHeader()->hide();
    m_table->horizontalHeader()->setSectionResizeMode(1, QHeaderView::Stretch);
    m_table->setColumnWidth(0, nameWidth);
    m_table->setColumnWidth(2, useWidth);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_note->setWordWrap(true);
    m_nearest->setWordWrap(true);
    m_nearest->setTextFormat(Qt::RichText);
    m_nearest->setTextInteractionFlags(
        Qt::TextSelectableByMouse | Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    connect(m_nearest, &QLabel::linkActivated, this, &KeyPartsView::entryRequested);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, metrics::cardPadding);
    column->setSpacing(metrics::gap);
    column->addWidget(m_table, 1);
    auto *below = new QVBoxLayout;
    below->setContentsMargins(metrics::cardPadding, 0, metrics::cardPadding, 0);
    below->setSpacing(metrics::gap);
    below->addWidget(m_note);
    below->addWidget(m_nearest);
    below->addWidget(m_lines);
    auto *hits = new QHBoxLayout;
    hits->setSpacing(metrics::cardPadding);
    hits->addWidget(makeLabel(tr("Hits per hour"), TextStyle::Caption, Tone::Third, this), 0, Qt::AlignBottom);
    hits->addWidget(m_bars, 1);
    below->addLayout(hits);
    column->addLayout(below);
    clear();
}

void KeyPartsView::clear()
{
    m_model->setParts({});
    m_note->hide();
    m_nearest->clear();
    m_lines->hide();
    m_bars->setPoints({});
}

void KeyPartsView::setParts(std::vector<KeyPart> parts, const QString &note)
{
    m_model->setParts(std::move(parts));
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
}

void KeyPartsView::setSearching()
{
    m_nearest->setText(tr("Looking for the nearest other entry\u2026"));
    m_lines->hide();
}

void KeyPartsView::setNearest(const std::optional<insight::NearestEntry> &nearest)
{
    m_lines->setVisible(nearest.has_value());
    if (!nearest) {
        m_nearest->setText(tr("No other entry for this model whose request was kept."));
        return;
    }
    const insight::RequestDifference &difference = nearest->difference;
    const QString key = shortKey(nearest->row);
    const QString link = QStringLiteral("<a style=\"color:%1;text-decoration:none\" href=\"%2\">%3</a>")
                             .arg(tokenColor(Token::AccentText).name(), format::text(nearest->row.key()), key);
    const QString place = QStringLiteral("<code>%1</code>").arg(format::text(difference.place).toHtmlEscaped());
    QString words = difference.byte ? tr("<b>Nearest other entry</b> %1, differs in %2 at byte %3:")
                                          .arg(link, place, format::number(std::int64_t(*difference.byte)))
        : difference.place.empty()
        ? tr("<b>Nearest other entry</b> %1: its request is the same; another caller, header "
             "or address made another key.")
              .arg(link)
        : tr("<b>Nearest other entry</b> %1, differs in %2:").arg(link, place);
    words.replace(QStringLiteral("<b>"), QStringLiteral("<span style=\"font-weight:500\">"))
        .replace(QStringLiteral("</b>"), QStringLiteral("</span>"));
    m_nearest->setText(words);
    m_lines->setDifference(difference, key.left(4));
    m_lines->setVisible(difference.byte.has_value() || !difference.place.empty());
}

void KeyPartsView::setNearestFailed(const QString &why)
{
    m_nearest->setText(tr("The nearest other entry could not be looked for: %1").arg(why).toHtmlEscaped());
    m_lines->hide();
}

void KeyPartsView::setHits(std::vector<requestlog::SeriesPoint> points)
{
    m_bars->setPoints(std::move(points));
}

QString KeyPartsView::nearestWords() const
{
    return m_nearest->text();
}

} // namespace cachescope::ui

#include "moc_key_parts_view.cpp"
