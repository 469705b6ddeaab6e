// SPDX-License-Identifier: MIT
#include "ui/parts/labels.h"

#include "ui/theme/icons.h"

#include <QLabel>
#include <QPushButton>
#include <QStyle>
#include <QVariant>

namespace cachescope::ui {

namespace {

const char *toneName(Tone tone)
{
    switch (tone) {
    case Tone::Normal:
        return "";
    case Tone::Second:
        return "2";
    case Tone::Third:
        return "3";
    case Tone::Error:
        return "error";
    case Tone::Good:
        return "good";
    case Tone::Warning:
        return "warning";
    case Tone::Link:
        return "link";
    }
    Q_UNREACHABLE();
}

struct KindFacts
{
    const char *name;
    Token icon;
};

KindFacts kindFacts(ButtonKind kind)
{
    switch (kind) {
    case ButtonKind::Normal:
        return { "", Token::Text };
    case ButtonKind::Primary:
        return { "primary", Token::OnAccent };
    case ButtonKind::Quiet:
        return { "quiet", Token::Text2 };
    case ButtonKind::Destructive:
        return { "destructive", Token::ErrorText };
    case ButtonKind::Good:
        return { "good", Token::ReadText };
    case ButtonKind::Link:
        return { "link", Token::AccentText };
    }
    Q_UNREACHABLE();
}

} // namespace

void setStyleProperty(QWidget *widget, const char *name, const QVariant &value)
{
    if (widget->property(name) == value)
        return;
    widget->setProperty(name, value);
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
    widget->update();
}

QLabel *makeLabel(const QString &text, TextStyle style, Tone tone, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setFont(Theme::font(style));
    label->setProperty("tone", QLatin1String(toneName(tone)));
    return label;
}

void setTone(QLabel *label, Tone tone)
{
    setStyleProperty(label, "tone", QString::fromLatin1(toneName(tone)));
}

QPushButton *makeButton(
    const QString &text, ButtonKind kind, const QString &iconName, ButtonSize size, QWidget *parent)
{
    auto *button = new QPushButton(text, parent);
    button->setFont(Theme::font(kind == ButtonKind::Primary ? TextStyle::ControlMedium : TextStyle::Control));
    button->setIconSize(size == ButtonSize::Small ? QSize(14, 14) : QSize(16, 16));
    button->setAutoDefault(false);
    if (size == ButtonSize::Small)
        button->setProperty("compact", QStringLiteral("true"));
    setButtonKind(button, kind, iconName);
    return button;
}

void setButtonKind(QPushButton *button, ButtonKind kind, const QString &iconName)
{
    const KindFacts facts = kindFacts(kind);
    button->setIcon(iconName.isEmpty() ? QIcon() : icons::icon(iconName, facts.icon));
    setStyleProperty(button, "kind", QString::fromLatin1(facts.name));
}

} // namespace cachescope::ui
