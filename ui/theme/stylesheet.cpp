// SPDX-License-Identifier: MIT
#include "ui/theme/stylesheet.h"

#include <QColor>
#include <QFile>
#include <QPalette>

namespace cachescope::ui {

QString styleSheet(Scheme scheme)
{
    QFile file(QStringLiteral(":/cachescope/style/cachescope.qss"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("the stylesheet is missing from the program's resources");
    QString text = QString::fromUtf8(file.readAll());
    for (std::size_t i = 0; i < tokenTable.size(); ++i) {
        const QString placeholder = QLatin1Char('@') % QString::fromLatin1(tokenTable[i].name) % QLatin1Char('@');
        text.replace(placeholder, QColor::fromRgb(tokenRgb(static_cast<Token>(i), scheme)).name());
    }
    return text;
}

QPalette palette(Scheme scheme)
{
    const auto color = [scheme](Token token) { return QColor::fromRgb(tokenRgb(token, scheme)); };
    QPalette result(color(Token::Panel), color(Token::Window));
    const std::pair<QPalette::ColorRole, Token> roles[] = {
        { QPalette::Window, Token::Window },
        { QPalette::Base, Token::Panel },
        { QPalette::Button, Token::Panel },
        { QPalette::AlternateBase, Token::Raised },
        { QPalette::Text, Token::Text },
        { QPalette::WindowText, Token::Text },
        { QPalette::ButtonText, Token::Text },
        { QPalette::BrightText, Token::OnAccent },
        { QPalette::PlaceholderText, Token::Text3 },
        { QPalette::Highlight, Token::Accent },
        { QPalette::HighlightedText, Token::OnAccent },
        { QPalette::Link, Token::AccentText },
        { QPalette::LinkVisited, Token::AccentText },
        { QPalette::ToolTipBase, Token::Tip },
        { QPalette::ToolTipText, Token::TipText },
        { QPalette::Light, Token::Panel },
        { QPalette::Midlight, Token::Hover },
        { QPalette::Mid, Token::Line },
        { QPalette::Dark, Token::LineStrong },
        { QPalette::Shadow, Token::LineStrong },
    };
    for (const auto &[role, token] : roles)
        result.setColor(role, color(token));
    for (const QPalette::ColorRole role : { QPalette::Text, QPalette::WindowText, QPalette::ButtonText })
        result.setColor(QPalette::Disabled, role, color(Token::TextOff));
    return result;
}

} // namespace cachescope::ui
