// SPDX-License-Identifier: MIT
#include "ui/overview/setup_step.h"

#include "ui/parts/labels.h"
#include "ui/theme/icons.h"

#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace cachescope::ui {

namespace {
constexpr int circle = 24;
constexpr int textLeft = 36;
} // namespace

SetupStep::SetupStep(int number, QWidget *parent)
    : QWidget(parent)
    , m_number(number)
    , m_title(makeLabel({}, TextStyle::CardTitle, Tone::Normal, this))
    , m_text(makeLabel({}, TextStyle::Control, Tone::Second, this))
    , m_link(makeButton({}, ButtonKind::Link, {}, ButtonSize::Small, this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(textLeft, 2, 0, 0);
    column->setSpacing(2);
    column->addWidget(m_title);
    column->addWidget(m_text);
    column->addWidget(m_link, 0, Qt::AlignLeft);
    m_title->setMinimumHeight(20);
    m_title->setWordWrap(true);
    m_text->setWordWrap(true);
    m_link->hide();
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    connect(m_link, &QPushButton::clicked, this, &SetupStep::linkClicked);
}

void SetupStep::setContent(State state, const QString &title, const QString &text, const QString &linkText)
{
    m_state = state;
    m_title->setText(title);
    m_text->setText(text);
    m_link->setText(linkText);
    m_link->setAccessibleName(linkText);
    m_link->setVisible(!linkText.isEmpty());
    setAccessibleName(tr("Step %1: %2").arg(m_number).arg(title));
    setAccessibleDescription(state == State::Done ? tr("done") : text);
    update();
}

void SetupStep::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF disc(0, 0, circle, circle);
    if (m_state == State::Done || m_state == State::Trouble) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(tokenColor(m_state == State::Done ? Token::Read : Token::Error));
        painter.drawEllipse(disc);
        const QString icon = m_state == State::Done ? QStringLiteral("check") : QStringLiteral("close");
        icons::paint(&painter, disc, icon, tokenColor(Token::Panel));
        return;
    }
    const bool current = m_state == State::Current;
    painter.setPen(QPen(tokenColor(current ? Token::Accent : Token::LineStrong), current ? 2 : 1));
    painter.setBrush(tokenColor(Token::Panel));
    painter.drawEllipse(disc.adjusted(1, 1, -1, -1));
    painter.setFont(Theme::font(TextStyle::ControlMedium));
    painter.setPen(tokenColor(current ? Token::AccentText : Token::Text2));
    painter.drawText(disc, Qt::AlignCenter, QString::number(m_number));
}

} // namespace cachescope::ui

#include "moc_setup_step.cpp"
