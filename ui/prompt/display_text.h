// SPDX-License-Identifier: MIT
#pragma once

#include <QString> // First: see ui/format/format.h.
#include <QStringView>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/**
 * Between the bytes of a prompt and the characters of a QTextDocument, without loss in either direction. What the
 * document would alter (CR, U+2028, U+2029, U+FDD0, U+FDD1, U+FFFC, bytes that are no UTF-8) stands there as a lone
 * low surrogate, which decoded text never holds. Pure functions, any thread.
 */
namespace cachescope::ui::display {

/** What a line break of the document is in the file: the usual line end of the text. Others are kept as marks. */
enum class LineEnds
{
    Lf,
    CrLf,
    Cr
};
QString lineEndsName(LineEnds ends); ///< "LF", "CRLF", "CR".

inline constexpr char16_t softBreak = 0xDC00; ///< Before a line break that is not in the text: a long line goes on.
inline constexpr char16_t bareLf = 0xDC0A; ///< In a CRLF text: this line ends with LF alone.
inline constexpr char16_t carriageReturn = 0xDC0D;
inline constexpr char16_t firstRawByte = 0xDC80; ///< To DCFF: the byte 80 to FF, part of no character.

/** Longest line of the document; longer ones are broken for display only. */
inline constexpr int longestLine = 2000;

/** True for a character that stands for another one. */
constexpr bool isStandIn(char16_t unit, char16_t before)
{
    const bool followsHigh = before >= 0xD800 && before < 0xDC00;
    return unit >= 0xDC00 && unit <= 0xDFFF && !followsHigh;
}

/** The line end that most lines of a text have; LF for a text without lines. */
LineEnds usualLineEnds(std::string_view bytes);

/** The text as a document shows it; lines separated by LF, long ones broken. */
QString fromBytes(std::string_view bytes, LineEnds ends);
/** The bytes of a document's text (lines separated by LF or U+2029). The inverse of fromBytes. */
std::string toBytes(QStringView shown, LineEnds ends);
/** The same as UTF-16, bytes that are no UTF-8 as U+FFFD: what a tokenizer is given. */
std::u16string toUtf16(QStringView shown, LineEnds ends);

/** Text typed or pasted by the user: line ends to the document's form, long lines broken, NUL left out. */
QString fromUser(const QString &text, LineEnds ends);

/** Breaks lines of more than `longestLine` characters by marks; `column` is where the first line begins. */
QString breakLongLines(const QString &shown, int column = 0);

/** Ways between offsets in shown text and in its bytes, with a note every few thousand characters. */
class ByteIndex
{
public:
    ByteIndex() = default;
    /** `shown` must stay alive and unchanged. */
    ByteIndex(QStringView shown, LineEnds ends);
    std::size_t byteOf(qsizetype unit) const;
    qsizetype unitOf(std::size_t byte) const; ///< Of the character that holds the byte.
    std::size_t bytes() const { return m_bytes; }

private:
    QStringView m_shown;
    LineEnds m_ends = LineEnds::Lf;
    std::vector<std::pair<qsizetype, std::size_t>> m_notes;
    std::size_t m_bytes = 0;
};

} // namespace cachescope::ui::display
