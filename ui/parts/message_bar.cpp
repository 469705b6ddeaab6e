// SPDX-License-Identifier: MIT
#include "ui/parts/message_bar.h"

#include "ui/parts/labels.h"
#include "ui/parts/painting.h"
#include "ui/theme/icons.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPainterPath>
#include <QPushButton>

namespace cachescope::ui {

namespace {

struct KindFacts
{
    const char *icon;
    Token color;
    Token words;
};

KindFacts facts(MessageKind kind)
{
    switch (kind) {
    case MessageKind::Info:
        return { "info", Token::Fresh, Token::FreshText };
    case MessageKind::Good:
        return { "check", Token::Read, Token::ReadText };
    case MessageKind::Warning:
        return { "warning", Token::Write, Token::WriteText };
    case MessageKind::Error:
        return { "error", Token::Error, Token::ErrorText };
    }
    Q_UNREACHABLE();
}

constexpr int edge = 3;
constexpr int iconRoom = 40;

} // namespace

MessageBar::MessageBar(MessageKind kind, const QString &sentence, Closing closing, QWidget *parent)
    : QFrame(parent)
    , m_kind(kind)
    , m_row(new QHBoxLayout(this))
    , m_sentence(makeLabel(sentence, TextStyle::Control, Tone::Normal, this))
{
    m_row->setContentsMargins(iconRoom, metrics::gap, metrics::gap, metrics::gap);
    m_row->setSpacing(metrics::gap);
    m_sentence->setWordWrap(true);
    m_sentence->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_row->addWidget(m_sentence, 1);
    m_actionsAt = m_row->count();
    setAccessibleName(sentence);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    if (closing == Closing::Closable) {
        QPushButton *close = makeButton({}, ButtonKind::Quiet, QStringLiteral("close"), ButtonSize::Small, this);
        close->setAccessibleName(tr("Close this message"));
        close->setToolTip(tr("Close this message"));
        close->setFixedWidth(metrics::smallControlHeight);
        m_row->addWidget(close, 0, Qt::AlignTop);
        connect(close, &QPushButton::clicked, this, &MessageBar::closed);
    }
}

void MessageBar::setSentence(const QString &sentence)
{
    m_sentence->setText(sentence);
    setAccessibleName(sentence);
}

QString MessageBar::sentence() const
{
    return m_sentence->text();
}

QPushButton *MessageBar::addAction(const QString &text, const QString &iconName)
{
    QPushButton *button = makeButton(text, ButtonKind::Normal, iconName, ButtonSize::Small, this);
    button->setAccessibleName(text);
    m_row->insertWidget(m_actionsAt++, button, 0, Qt::AlignTop);
    return button;
}

void MessageBar::paintEvent(QPaintEvent *)
{
    const KindFacts kind = facts(m_kind);
    QPainter painter(this);
    paintRoundedPanel(
        &painter, rect(), tokenColor(Token::Panel), tokenColor(Token::LineStrong), metrics::controlRadius);
    QPainterPath clip;
    clip.addRoundedRect(QRectF(rect()), metrics::controlRadius, metrics::controlRadius);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setClipPath(clip);
    painter.fillRect(QRect(0, 0, edge, height()), tokenColor(kind.color));
    painter.setClipping(false);
    icons::paint(
        &painter, QRectF(edge + 1, 0, iconRoom - edge - 4, height()), QString::fromLatin1(kind.icon),
        tokenColor(kind.words));
}

} // namespace cachescope::ui

#include "moc_message_bar.cpp"
