// SPDX-License-Identifier: MIT
#include "ui/shell/command_palette.h"

#include "ui/parts/painting.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QFontMetrics>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTimer>
#include <QVBoxLayout>

namespace cachescope::ui {

namespace {

constexpr int paletteWidth = 520;
constexpr int paletteHeight = 384;

QString actionWords(const QAction *action)
{
    QString words = action->text();
    words.remove(u'&');
    words.remove(u'\u2026');
    return words;
}

/** A name on the left, its shortcut on the right. */
class ActionDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        const QRectF row = QRectF(option.rect).adjusted(4, 0, -4, 0);
        if (selected) {
            const QColor ground = tokenColor(Token::Selection);
            paintRoundedPanel(painter, row, ground, ground, metrics::badgeRadius);
        }
        const bool enabled = option.state.testFlag(QStyle::State_Enabled);
        const QString keys = index.data(ActionListModel::ShortcutRole).toString();
        const int keysWidth = QFontMetrics(Theme::font(TextStyle::Caption)).horizontalAdvance(keys);
        const QFont font = Theme::font(TextStyle::Control);
        const QRectF name = row.adjusted(12, 0, -(12 + keysWidth + metrics::cardPadding), 0);
        const QString words = QFontMetrics(font).elidedText(
            index.data().toString(), Qt::ElideRight, static_cast<int>(name.width()));
        painter->setFont(font);
        painter->setPen(tokenColor(enabled ? Token::Text : Token::TextOff));
        painter->drawText(name, Qt::AlignLeft | Qt::AlignVCenter, words);
        painter->setFont(Theme::font(TextStyle::Caption));
        painter->setPen(tokenColor(selected ? Token::Text2 : Token::Text3));
        painter->drawText(row.adjusted(0, 0, -12, 0), Qt::AlignRight | Qt::AlignVCenter, keys);
    }
    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override
    {
        return QSize(0, metrics::listRow); // A list gives each row its own width: never wider than what is seen.
    }
};

} // namespace

void ActionListModel::setActions(const QList<QAction *> &actions)
{
    m_all.clear();
    for (QAction *action : actions) {
        if (!action->text().isEmpty() && action->isEnabled())
            m_all.append(action);
    }
    choose();
}

void ActionListModel::setNeedle(const QString &needle)
{
    m_needle = needle.trimmed();
    choose();
}

void ActionListModel::choose()
{
    beginResetModel();
    m_shown.clear();
    m_places.clear();
    if (namesPlace(m_needle)) {
        if (m_finder)
            m_places = m_finder(m_needle);
        endResetModel();
        return;
    }
    const QStringList words = m_needle.split(u' ', Qt::SkipEmptyParts);
    qsizetype begins = 0;
    for (const QPointer<QAction> &action : m_all) {
        const QString name = actionWords(action);
        const bool all = std::all_of(words.begin(), words.end(), [&name](const QString &word) {
            return name.contains(word, Qt::CaseInsensitive);
        });
        if (!all)
            continue;
        if (!m_needle.isEmpty() && name.startsWith(m_needle, Qt::CaseInsensitive))
            m_shown.insert(begins++, action);
        else
            m_shown.append(action);
    }
    endResetModel();
}

bool ActionListModel::namesPlace(const QString &needle)
{
    return needle.startsWith(u'#') || needle.startsWith(u'@') || needle.startsWith(u':')
        || needle.startsWith(QLatin1String("t:"));
}

std::function<void()> ActionListModel::deed(int row) const
{
    if (row < 0 || row >= rowCount())
        return {};
    if (!m_places.isEmpty())
        return m_places[row].go;
    return [action = m_shown[row]] {
        if (action)
            action->trigger();
    };
}

int ActionListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_places.isEmpty() ? m_shown.size() : m_places.size());
}

QVariant ActionListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    if (!m_places.isEmpty()) {
        const PalettePlace &place = m_places[index.row()];
        return role == Qt::DisplayRole ? QVariant(place.title)
            : role == ShortcutRole     ? QVariant(place.detail)
                                       : QVariant();
    }
    const QAction *action = m_shown[index.row()];
    if (!action)
        return {};
    if (role == Qt::DisplayRole)
        return actionWords(action);
    if (role == ShortcutRole)
        return action->shortcut().toString(QKeySequence::NativeText);
    return {};
}

CommandPalette::CommandPalette(const QList<QAction *> &actions, PlaceFinder finder, QWidget *parent)
    : QDialog(parent, Qt::Popup | Qt::FramelessWindowHint)
    , m_field(new QLineEdit(this))
    , m_list(new QListView(this))
    , m_model(new ActionListModel(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Commands"));
    setAccessibleName(tr("Commands"));
    resize(paletteWidth, paletteHeight);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(8, 8, 8, 8);
    column->setSpacing(8);
    column->addWidget(m_field);
    column->addWidget(m_list, 1);
    m_field->setPlaceholderText(tr("A command, #request, @block, :line or t:token"));
    m_field->setAccessibleName(tr("Command"));
    m_field->addAction(icons::icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    m_field->installEventFilter(this);
    m_list->setAccessibleName(tr("Found commands"));
    m_list->setItemDelegate(new ActionDelegate(m_list));
    m_list->setModel(m_model);
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_model->setPlaceFinder(std::move(finder));
    m_model->setActions(actions);
    m_list->setCurrentIndex(m_model->index(0));
    connect(m_field, &QLineEdit::textChanged, this, [this](const QString &needle) {
        m_model->setNeedle(needle);
        m_list->setCurrentIndex(m_model->index(0));
    });
    connect(m_list, &QListView::clicked, this, &CommandPalette::run);
    if (parent) {
        const QPoint top = parent->mapToGlobal(QPoint((parent->width() - width()) / 2, metrics::topBarHeight + 12));
        move(top);
    }
    m_field->setFocus();
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return QDialog::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    const int row = m_list->currentIndex().row();
    switch (key->key()) {
    case Qt::Key_Down:
        m_list->setCurrentIndex(m_model->index(std::min(row + 1, m_model->rowCount() - 1)));
        return true;
    case Qt::Key_Up:
        m_list->setCurrentIndex(m_model->index(std::max(row - 1, 0)));
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        run(m_list->currentIndex());
        return true;
    default:
        return QDialog::eventFilter(watched, event);
    }
}

void CommandPalette::run(const QModelIndex &index)
{
    const auto deed = m_model->deed(index.row());
    QWidget *window = parentWidget();
    close();
    if (deed) // After this popup is gone: what it does may open another.
        QTimer::singleShot(0, window, deed);
}

void CommandPalette::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), tokenColor(Token::LineStrong));
    painter.fillRect(rect().adjusted(1, 1, -1, -1), tokenColor(Token::Panel));
}

} // namespace cachescope::ui

#include "moc_command_palette.cpp"
