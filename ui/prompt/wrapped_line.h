// SPDX-License-Identifier: MIT
#pragma once

#include <QFontMetricsF>
#include <QString>
#include <QVector>

#include <string_view>
#include <vector>

namespace cachescope::prompt {
struct ByteRange;
}

namespace cachescope::ui {

/** Part of a text, in UTF-16 units. */
struct TextSpan
{
    qsizetype begin = 0, end = 0;
    friend bool operator==(TextSpan, TextSpan) = default;
};

/** A line of a prompt ready to be painted: control characters made visible, and which parts are highlighted. */
struct ShownLine
{
    QString text;
    QVector<TextSpan> marks;

    /** `marks` are ranges of bytes of the whole text; the line begins at byte `begin`. */
    static ShownLine from(std::string_view line, std::size_t begin, const std::vector<prompt::ByteRange> &marks);
};

/** Breaks lines to a width: at the last blank of the second half, else anywhere between two characters. */
class LineWrapper
{
public:
    LineWrapper(const QFont &font, qreal width);
    QVector<TextSpan> wrap(const QString &text) const;

private:
    qreal widthAt(const QString &text, qsizetype at, qsizetype length) const;
    QFontMetricsF m_metrics;
    qreal m_width, m_asciiWidth;
};

} // namespace cachescope::ui
