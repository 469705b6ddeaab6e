// SPDX-License-Identifier: MIT
#include "ui/requests/json_highlighter.h"

#include "ui/theme/theme.h"

namespace cachescope::ui {

namespace {

/** State of a block's end: inside a string that the layout broke behind an escaped line end. */
constexpr int insideString = 1;

} // namespace

JsonHighlighter::JsonHighlighter(QTextDocument *document)
    : QSyntaxHighlighter(document)
{
    connect(&Theme::instance(), &Theme::changed, this, &QSyntaxHighlighter::rehighlight);
}

/** Colours a string whose text begins at `from` (its quote at `start`); returns the index behind it. */
int JsonHighlighter::highlightString(const QString &text, int from, int start)
{
    int i = from;
    while (i < text.size() && text.at(i) != QLatin1Char('"'))
        i += text.at(i) == QLatin1Char('\\') ? 2 : 1;
    const bool closed = i < text.size();
    i = std::min(int(text.size()), i + 1);
    int next = i;
    while (next < text.size() && text.at(next).isSpace())
        ++next;
    const bool isName = closed && next < text.size() && text.at(next) == QLatin1Char(':');
    setFormat(start, i - start, tokenColor(isName ? Token::AccentText : Token::ReadText));
    setCurrentBlockState(closed ? 0 : insideString);
    return i;
}

void JsonHighlighter::highlightBlock(const QString &text)
{
    setCurrentBlockState(0);
    int i = previousBlockState() == insideString ? highlightString(text, 0, 0) : 0;
    while (i < text.size()) {
        const QChar c = text.at(i);
        if (c == QLatin1Char('"')) {
            i = highlightString(text, i + 1, i);
        } else if (c.isDigit() || c == QLatin1Char('-') || c.isLetter()) {
            const int start = i;
            while (i < text.size() && !QLatin1String(" ,:{}[]").contains(text.at(i)))
                ++i;
            setFormat(start, i - start, tokenColor(c.isLetter() ? Token::OutputText : Token::FreshText));
        } else {
            if (QLatin1String("{}[],:").contains(c))
                setFormat(i, 1, tokenColor(Token::Text3));
            ++i;
        }
    }
}

} // namespace cachescope::ui
