// SPDX-License-Identifier: MIT
#include "ui/parts/card.h"

#include "ui/parts/labels.h"
#include "ui/parts/painting.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

namespace cachescope::ui {

Card::Card(QWidget *parent)
    : QFrame(parent)
    , m_layout(new QVBoxLayout(this))
    , m_body(new QVBoxLayout)
{
    m_layout->setContentsMargins(1, 1, 1, 1);
    m_layout->setSpacing(0);
    m_body->setContentsMargins(0, 0, 0, 0);
    m_body->setSpacing(0);
    m_layout->addLayout(m_body, 1);
}

Card::Card(const QString &title, QWidget *parent)
    : Card(parent)
{
    setTitle(title);
}

void Card::ensureHead()
{
    if (m_head)
        return;
    m_headWidget = new QWidget(this);
    m_headWidget->setFixedHeight(metrics::cardHead);
    auto *row = new QHBoxLayout(m_headWidget);
    row->setContentsMargins(metrics::cardPadding - 1, 0, metrics::cardPadding - 1, 0);
    row->setSpacing(metrics::gap);
    m_title = makeLabel({}, TextStyle::CardTitle, Tone::Normal, m_headWidget);
    m_caption = makeLabel({}, TextStyle::Control, Tone::Second, m_headWidget);
    row->addWidget(m_title);
    row->addWidget(m_caption);
    row->addStretch(1);
    m_head = new QHBoxLayout;
    m_head->setSpacing(metrics::cardPadding);
    row->addLayout(m_head);
    m_layout->insertWidget(0, m_headWidget);
}

void Card::setTitle(const QString &title)
{
    ensureHead();
    m_title->setText(title);
    if (accessibleName().isEmpty())
        setAccessibleName(title);
}

void Card::setCaption(const QString &caption)
{
    ensureHead();
    m_caption->setText(caption);
}

QHBoxLayout *Card::head()
{
    ensureHead();
    return m_head;
}

int Card::titleWidth() const
{
    return m_head ? m_title->sizeHint().width() : 0;
}

void Card::setCaptionVisible(bool visible)
{
    ensureHead();
    m_caption->setVisible(visible);
}

int Card::headTextWidth() const
{
    return m_head ? m_title->sizeHint().width() + metrics::gap + m_caption->sizeHint().width() : 0;
}

QVBoxLayout *Card::body()
{
    return m_body;
}

void Card::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintRoundedPanel(&painter, rect(), tokenColor(Token::Panel), tokenColor(Token::Line), metrics::cardRadius);
}

} // namespace cachescope::ui

#include "moc_card.cpp"
