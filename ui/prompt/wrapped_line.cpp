// SPDX-License-Identifier: MIT
#include "ui/prompt/wrapped_line.h"

#include "prompt/prompt.h"

#include <algorithm>

namespace cachescope::ui {

namespace {

constexpr char16_t controlPictures = 0x2400;
constexpr char16_t tabArrow = 0x2192;

qsizetype unitsOf(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size())).size();
}

} // namespace

ShownLine ShownLine::from(std::string_view line, std::size_t begin, const std::vector<prompt::ByteRange> &marks)
{
    ShownLine shown;
    shown.text = QString::fromUtf8(line.data(), static_cast<qsizetype>(line.size()));
    for (QChar &c : shown.text) {
        if (c == u'\t')
            c = QChar(tabArrow);
        else if (c.unicode() < 0x20)
            c = QChar(static_cast<char16_t>(controlPictures + c.unicode()));
    }
    std::size_t counted = 0; // Bytes whose UTF-16 length is known.
    qsizetype units = 0;
    const auto unitsAt = [&](std::size_t byte) {
        const std::size_t at = std::clamp(byte - begin, counted, line.size());
        units += unitsOf(line.substr(counted, at - counted));
        counted = at;
        return units;
    };
    for (const prompt::ByteRange &mark : marks) {
        const qsizetype from = unitsAt(mark.begin);
        shown.marks.append({ from, unitsAt(mark.end) });
    }
    return shown;
}

LineWrapper::LineWrapper(const QFont &font, qreal width)
    : m_metrics(font)
    , m_width(width)
    , m_asciiWidth(m_metrics.horizontalAdvance(QLatin1Char('0')))
{ }

qreal LineWrapper::widthAt(const QString &text, qsizetype at, qsizetype length) const
{
    const char16_t unit = text[at].unicode();
    return unit < 0x7f ? m_asciiWidth : m_metrics.horizontalAdvance(text.mid(at, length));
}

QVector<TextSpan> LineWrapper::wrap(const QString &text) const
{
    QVector<TextSpan> pieces;
    qsizetype begin = 0, blank = 0;
    qreal used = 0;
    for (qsizetype at = 0; at < text.size();) {
        const bool pair = text[at].isHighSurrogate() && at + 1 < text.size();
        const qsizetype length = pair ? 2 : 1;
        const qreal width = widthAt(text, at, length);
        if (used + width > m_width && at > begin) {
            const qsizetype cut = blank > begin + (at - begin) / 2 ? blank : at;
            pieces.append({ begin, cut });
            begin = cut;
            used = 0;
            for (qsizetype i = begin; i < at; ++i)
                used += text[i].isLowSurrogate() ? 0 : widthAt(text, i, text[i].isHighSurrogate() ? 2 : 1);
        }
        used += width;
        at += length;
        if (text[at - 1] == u' ')
            blank = at;
    }
    pieces.append({ begin, text.size() });
    return pieces;
}

} // namespace cachescope::ui
