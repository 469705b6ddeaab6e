// SPDX-License-Identifier: MIT
#include "ui/requests/filter_bar.h"

#include "ui/format/core_words.h"
#include "ui/format/format.h"
#include "ui/parts/labels.h"
#include "ui/parts/painting.h"
#include "ui/requests/filter_completion.h"
#include "ui/requests/filter_edit.h"
#include "ui/requests/suggestion_delegate.h"
#include "ui/theme/icons.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QScrollBar>
#include <QSettings>
#include <QStandardItemModel>
#include <QTimer>
#include <QToolButton>

namespace cachescope::ui {

namespace {

constexpr int popupPadding = 4;
constexpr int popupFrame = 2 * (popupPadding + 1);
constexpr int applyDelayMs = 350;
constexpr int slowAfterMs = 1000;
constexpr qsizetype historyLength = 20;
const QString historyKey = QStringLiteral("requests/filterHistory");

QToolButton *fieldButton(const QString &icon, const QString &name, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setIcon(icons::icon(icon));
    button->setIconSize({ 14, 14 });
    button->setFixedSize(22, 22);
    button->setToolTip(name);
    button->setAccessibleName(name);
    return button;
}

} // namespace

FilterBar::FilterBar(QSettings &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_applyTimer(new QTimer(this))
    , m_slowTimer(new QTimer(this))
{
    setFixedHeight(metrics::controlHeight);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setUpLayout();
    setUpCompleter();
    m_applyTimer->setSingleShot(true);
    m_applyTimer->setInterval(applyDelayMs);
    m_slowTimer->setSingleShot(true);
    m_slowTimer->setInterval(slowAfterMs);
    connect(m_applyTimer, &QTimer::timeout, this, &FilterBar::apply);
    connect(m_slowTimer, &QTimer::timeout, this, &FilterBar::showState);
    connect(m_edit, &FilterEdit::parsedChanged, this, &FilterBar::onTyped);
    connect(m_edit, &QLineEdit::textEdited, this, [this] { offerCompletion(); });
    connect(m_edit, &QLineEdit::returnPressed, this, [this] {
        apply();
        remember(text());
    });
    showState();
}

void FilterBar::setUpLayout()
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(28, 0, 4, 0); // the filter glyph is painted
    row->setSpacing(metrics::iconGap);
    m_edit = new FilterEdit(this);
    m_edit->setAccessibleName(tr("Filter"));
    m_edit->setPlaceholderText(tr("Filter, for example model:opus* cache:miss cost>0.05 -client:ci"));
    m_edit->installEventFilter(this);
    setFocusProxy(m_edit);
    m_stateIcon = new QLabel(this);
    m_stateLabel = makeLabel({}, TextStyle::Control, Tone::Good, this);
    m_stop = fieldButton(QStringLiteral("stop"), tr("Stop searching"), this);
    m_clear = fieldButton(QStringLiteral("close"), tr("Clear the filter"), this);
    row->addWidget(m_edit, 1);
    for (QWidget *widget : { static_cast<QWidget *>(m_stateIcon), static_cast<QWidget *>(m_stateLabel),
                             static_cast<QWidget *>(m_stop), static_cast<QWidget *>(m_clear) })
        row->addWidget(widget);
    connect(m_stop, &QToolButton::clicked, this, &FilterBar::stopRequested);
    connect(m_clear, &QToolButton::clicked, this, [this] {
        setText({});
        m_edit->setFocus();
    });
}

void FilterBar::setUpCompleter()
{
    m_suggestions = new QStandardItemModel(this);
    m_completer = new QCompleter(m_suggestions, this);
    m_completer->setWidget(m_edit);
    m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    m_completer->setMaxVisibleItems(12);
    m_completer->popup()->setItemDelegate(new SuggestionDelegate(m_completer->popup()));
    m_completer->popup()->setAccessibleName(tr("Suggestions"));
    m_completer->popup()->setStyleSheet(
        QStringLiteral("QAbstractItemView { border: 1px solid palette(dark); padding: %1px; }").arg(popupPadding));
    connect(m_completer, qOverload<const QString &>(&QCompleter::activated), this, &FilterBar::insertSuggestion);
}

QString FilterBar::text() const
{
    return m_edit->text();
}

void FilterBar::setText(const QString &text)
{
    m_edit->setText(text);
    m_edit->setCursorPosition(int(text.size()));
    apply();
}

void FilterBar::focusField()
{
    m_edit->setFocus(Qt::ShortcutFocusReason);
    m_edit->selectAll();
}

void FilterBar::setValues(const QString &field, const QStringList &values)
{
    m_values.insert(field, values);
    if (m_completer->popup()->isVisible() || m_edit->hasFocus())
        offerCompletion();
}

void FilterBar::setSearching(bool searching)
{
    if (searching == m_searching)
        return;
    m_searching = searching;
    if (searching)
        m_slowTimer->start();
    else
        m_slowTimer->stop();
    showState();
}

void FilterBar::onTyped()
{
    m_edit->setErrorShown(false);
    m_applyTimer->start();
    showState();
}

void FilterBar::apply()
{
    m_applyTimer->stop();
    const auto &parsed = m_edit->parsed();
    m_edit->setErrorShown(!parsed);
    if (parsed && parsed->text() != m_filter.text()) {
        m_filter = *parsed;
        Q_EMIT filterChanged();
    }
    showState();
}

QString FilterBar::stateText() const
{
    return m_stateLabel->text();
}

void FilterBar::showState()
{
    QString icon;
    Token color = Token::ReadText;
    Tone tone = Tone::Good;
    QString words, help;
    if (!m_edit->parsed()) {
        m_state = State::Invalid;
        // While the condition is being typed it is unfinished, not wrong.
        const bool typing = m_applyTimer->isActive();
        icon = typing ? QStringLiteral("more") : QStringLiteral("error");
        color = typing ? Token::Text3 : Token::ErrorText;
        tone = typing ? Tone::Third : Tone::Error;
        const auto &error = m_edit->parsed().error();
        help = format::coreText(error.message);
        words = typing ? tr("unfinished") : tr("at %1: %2").arg(charAt(text(), error.begin) + 1).arg(help);
    } else if (m_searching) {
        m_state = m_slowTimer->isActive() ? State::Busy : State::Slow;
        icon = QStringLiteral("clock");
        color = m_state == State::Busy ? Token::Text3 : Token::WriteText;
        tone = m_state == State::Busy ? Tone::Third : Tone::Warning;
        words = m_state == State::Busy ? tr("searching") : tr("slow, still searching");
    } else if (text().trimmed().isEmpty()) {
        m_state = State::Empty;
    } else {
        m_state = State::Valid;
        icon = QStringLiteral("check");
        words = tr("valid");
    }
    const QFontMetrics measure(m_stateLabel->font());
    m_stateLabel->setText(measure.elidedText(words, Qt::ElideRight, std::max(120, width() / 2)));
    m_stateLabel->setToolTip(help);
    setTone(m_stateLabel, tone);
    m_stateIcon->setPixmap(icon.isEmpty() ? QPixmap() : icons::icon(icon, color).pixmap(14, 14));
    m_stateLabel->setVisible(!words.isEmpty());
    m_stateIcon->setVisible(!words.isEmpty());
    m_stop->setVisible(m_searching);
    m_clear->setVisible(!text().isEmpty());
    m_edit->setAccessibleDescription(words);
    update();
}

void FilterBar::offerCompletion()
{
    if (!m_edit->hasFocus())
        return;
    const auto completion = completeFilter(text(), m_edit->cursorPosition(), m_values);
    const QString condition = text().left(completion.begin).section(QLatin1Char(' '), -1);
    if (condition.endsWith(QLatin1Char(':'))) {
        QString field = condition.chopped(1);
        field.remove(QLatin1Char('-'));
        if (!m_values.contains(field)) {
            m_values.insert(field, {});
            Q_EMIT valuesWanted(field);
        }
    }
    m_suggestions->clear();
    for (const auto &suggestion : completion.suggestions) {
        auto *item = new QStandardItem(suggestion.text);
        item->setData(suggestion.help, SuggestionDelegate::HelpRole);
        m_suggestions->appendRow(item);
    }
    m_replaceBegin = completion.begin;
    m_replaceEnd = completion.end;
    // An empty condition offers nothing by itself: the popup would hide what was found.
    if (completion.suggestions.isEmpty() || (completion.begin == completion.end && condition.isEmpty()))
        m_completer->popup()->hide();
    else
        popUp();
}

void FilterBar::offerHistory()
{
    m_suggestions->clear();
    for (const QString &entry : m_session.value(historyKey).toStringList())
        m_suggestions->appendRow(new QStandardItem(entry));
    m_replaceBegin = 0;
    m_replaceEnd = int(text().size());
    if (m_suggestions->rowCount() > 0)
        popUp();
}

void FilterBar::popUp()
{
    QRect at = m_edit->rect();
    const QString before = text().left(m_replaceBegin);
    at.setLeft(std::min(m_edit->fontMetrics().horizontalAdvance(before), m_edit->width() / 2));
    at.setWidth(380);
    at.setBottom(at.bottom() + metrics::gap); // below the field's frame
    m_completer->complete(at);
    // QCompleter counts the rows, not the padding and border around them: without these the last row would scroll.
    QWidget *list = m_completer->popup();
    list->resize(list->width(), list->height() + popupFrame);
}

void FilterBar::insertSuggestion(const QString &suggestion)
{
    QString changed = text();
    changed.replace(m_replaceBegin, m_replaceEnd - m_replaceBegin, suggestion);
    m_edit->setText(changed);
    m_edit->setCursorPosition(m_replaceBegin + int(suggestion.size()));
    if (suggestion.endsWith(QLatin1Char(':')))
        QTimer::singleShot(0, this, &FilterBar::offerCompletion); // its values next
}

void FilterBar::remember(const QString &entered)
{
    const QString entry = entered.trimmed();
    if (entry.isEmpty() || !m_edit->parsed())
        return;
    QStringList history = m_session.value(historyKey).toStringList();
    history.removeAll(entry);
    history.prepend(entry);
    m_session.setValue(historyKey, history.mid(0, historyLength));
}

bool FilterBar::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) {
        update();
        if (event->type() == QEvent::FocusOut
            && static_cast<QFocusEvent *>(event)->reason() != Qt::PopupFocusReason)
            remember(text());
    }
    if (event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_Down && !m_completer->popup()->isVisible()) {
            offerHistory();
            return true;
        }
        if (key->key() == Qt::Key_Space && key->modifiers() == Qt::ControlModifier) {
            offerCompletion();
            popUp();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void FilterBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const bool wrong = m_state == State::Invalid && !m_applyTimer->isActive();
    const Token edge = wrong ? Token::Error : m_edit->hasFocus() ? Token::Focus : Token::LineStrong;
    painter.setRenderHint(QPainter::Antialiasing);
    const qreal pen = m_edit->hasFocus() ? 2 : 1;
    painter.setPen(QPen(tokenColor(edge), pen));
    painter.setBrush(tokenColor(Token::Panel));
    const qreal inset = pen / 2;
    painter.drawRoundedRect(
        QRectF(rect()).adjusted(inset, inset, -inset, -inset), metrics::controlRadius - inset,
        metrics::controlRadius - inset);
    icons::paint(&painter, QRectF(8, 0, 16, height()), QStringLiteral("filter"), tokenColor(Token::Text2), 16);
}

} // namespace cachescope::ui
