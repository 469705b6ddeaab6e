// SPDX-License-Identifier: MIT
#include "ui/shell/message_area.h"

#include <QPushButton>
#include <QVBoxLayout>

namespace cachescope::ui {

MessageArea::MessageArea(QWidget *parent)
    : QWidget(parent)
    , m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(metrics::screenMargin, metrics::cardPadding, metrics::screenMargin, 0);
    m_column->setSpacing(metrics::gap);
    setVisible(false);
}

void MessageArea::showMessage(
    const QString &key, MessageKind kind, const QString &sentence, const QString &actionText,
    std::function<void()> action)
{
    if (const MessageBar *bar = m_bars.value(key); bar && bar->sentence() == sentence)
        return;
    drop(key);
    auto *bar = new MessageBar(kind, sentence, MessageBar::Closing::Closable, this);
    if (!actionText.isEmpty()) {
        QPushButton *button = bar->addAction(actionText);
        // Queued: the action may well replace this bar and with it the button.
        connect(
            button, &QPushButton::clicked, this, [action = std::move(action)] { action(); }, Qt::QueuedConnection);
    }
    connect(bar, &MessageBar::closed, this, [this, key] { drop(key); });
    m_column->addWidget(bar);
    m_bars.insert(key, bar);
    setVisible(true);
}

void MessageArea::hideMessage(const QString &key)
{
    drop(key);
}

void MessageArea::drop(const QString &key)
{
    if (MessageBar *bar = m_bars.take(key)) {
        bar->hide();
        bar->deleteLater();
    }
    setVisible(!m_bars.isEmpty());
}

} // namespace cachescope::ui

#include "moc_message_area.cpp"
