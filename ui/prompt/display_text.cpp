// SPDX-License-Identifier: MIT
#include "ui/prompt/display_text.h"

#include <algorithm>
#include <array>

namespace cachescope::ui::display {

namespace {

constexpr qsizetype unitsPerNote = 4096;

/** Characters that a document alters, and their stand-ins. */
constexpr std::array<std::pair<char16_t, char16_t>, 5> alteredCharacters{
    { { 0x2028, 0xDC28 }, { 0x2029, 0xDC29 }, { 0xFDD0, 0xDC10 }, { 0xFDD1, 0xDC11 }, { 0xFFFC, 0xDC12 } }
};

char16_t standInFor(char16_t unit)
{
    for (const auto &[character, standIn] : alteredCharacters) {
        if (character == unit)
            return standIn;
    }
    return unit;
}

char16_t behindStandIn(char16_t standIn)
{
    for (const auto &[character, mark] : alteredCharacters) {
        if (mark == standIn)
            return character;
    }
    return standIn == bareLf ? u'\n' : u'\r';
}

bool isContinuation(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

/** Length of the well-formed UTF-8 sequence at the start of `bytes`, or 0 (Unicode 16, table 3-7). */
std::size_t sequenceLength(std::string_view bytes)
{
    const auto lead = static_cast<unsigned char>(bytes[0]);
    const auto second = bytes.size() > 1 ? static_cast<unsigned char>(bytes[1]) : 0U;
    if (lead < 0x80)
        return 1;
    if (lead >= 0xC2 && lead <= 0xDF)
        return bytes.size() >= 2 && isContinuation(bytes[1]) ? 2 : 0;
    if (lead >= 0xE0 && lead <= 0xEF) {
        const bool secondFits = isContinuation(static_cast<char>(second)) && !(lead == 0xE0 && second < 0xA0)
            && !(lead == 0xED && second > 0x9F);
        return bytes.size() >= 3 && secondFits && isContinuation(bytes[2]) ? 3 : 0;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        const bool secondFits = isContinuation(static_cast<char>(second)) && !(lead == 0xF0 && second < 0x90)
            && !(lead == 0xF4 && second > 0x8F);
        return bytes.size() >= 4 && secondFits && isContinuation(bytes[2]) && isContinuation(bytes[3]) ? 4 : 0;
    }
    return 0;
}

char32_t codePoint(std::string_view bytes, std::size_t length)
{
    const auto at = [&](std::size_t i) { return static_cast<char32_t>(static_cast<unsigned char>(bytes[i])); };
    if (length == 2)
        return ((at(0) & 0x1F) << 6) | (at(1) & 0x3F);
    if (length == 3)
        return ((at(0) & 0x0F) << 12) | ((at(1) & 0x3F) << 6) | (at(2) & 0x3F);
    return ((at(0) & 0x07) << 18) | ((at(1) & 0x3F) << 12) | ((at(2) & 0x3F) << 6) | (at(3) & 0x3F);
}

void appendCharacter(QString &out, char32_t character)
{
    if (character >= 0x10000) {
        out += QChar(QChar::highSurrogate(character));
        out += QChar(QChar::lowSurrogate(character));
    } else {
        out += QChar(standInFor(static_cast<char16_t>(character)));
    }
}

void appendUtf8(std::string &out, char32_t c)
{
    const auto put = [&out](char32_t byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
    if (c < 0x80) {
        put(c);
    } else if (c < 0x800) {
        put(0xC0 | (c >> 6));
        put(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        put(0xE0 | (c >> 12));
        put(0x80 | ((c >> 6) & 0x3F));
        put(0x80 | (c & 0x3F));
    } else {
        put(0xF0 | (c >> 18));
        put(0x80 | ((c >> 12) & 0x3F));
        put(0x80 | ((c >> 6) & 0x3F));
        put(0x80 | (c & 0x3F));
    }
}

bool isLineBreak(char16_t unit)
{
    return unit == u'\n' || unit == 0x2029;
}

/** What one step through shown text met. */
struct Piece
{
    qsizetype units = 1; ///< Characters of the document.
    enum class Kind
    {
        Nothing, ///< A soft break: not in the file.
        LineEnd,
        Character,
        RawByte
    } kind
        = Kind::Character;
    char32_t value = 0;
};

/** The piece at `at`; `ends` says what a line break is. */
Piece pieceAt(QStringView shown, qsizetype at, LineEnds ends)
{
    const char16_t unit = shown[at].unicode();
    const bool breaksNext = at + 1 < shown.size() && isLineBreak(shown[at + 1].unicode());
    if (isLineBreak(unit))
        return { 1, Piece::Kind::LineEnd, 0 };
    if (QChar::isHighSurrogate(unit) && at + 1 < shown.size() && shown[at + 1].isLowSurrogate())
        return { 2, Piece::Kind::Character, QChar::surrogateToUcs4(unit, shown[at + 1].unicode()) };
    if (!QChar::isSurrogate(unit))
        return { 1, Piece::Kind::Character, unit };
    if (unit == softBreak)
        return { breaksNext ? 2 : 1, Piece::Kind::Nothing, 0 };
    if (unit >= firstRawByte && unit <= 0xDCFF)
        return { 1, Piece::Kind::RawByte, static_cast<char32_t>(unit - 0xDC00) };
    if (unit == bareLf)
        return { breaksNext && ends == LineEnds::CrLf ? 2 : 1, Piece::Kind::Character, u'\n' };
    if (unit < 0xDC30 && unit >= 0xDC00)
        return { 1, Piece::Kind::Character, behindStandIn(unit) };
    return { 1, Piece::Kind::Character, 0xFFFD };
}

std::size_t bytesOf(const Piece &piece, LineEnds ends)
{
    switch (piece.kind) {
    case Piece::Kind::Nothing:
        return 0;
    case Piece::Kind::LineEnd:
        return ends == LineEnds::CrLf ? 2 : 1;
    case Piece::Kind::RawByte:
        return 1;
    case Piece::Kind::Character:
        break;
    }
    return piece.value < 0x80 ? 1 : piece.value < 0x800 ? 2 : piece.value < 0x10000 ? 3 : 4;
}

} // namespace

QString lineEndsName(LineEnds ends)
{
    return ends == LineEnds::Lf  ? QStringLiteral("LF")
        : ends == LineEnds::CrLf ? QStringLiteral("CRLF")
                                 : QStringLiteral("CR");
}

LineEnds usualLineEnds(std::string_view bytes)
{
    std::size_t lf = 0, crLf = 0, cr = 0;
    for (std::size_t at = 0; (at = bytes.find_first_of("\r\n", at)) != std::string_view::npos; ++at) {
        if (bytes[at] == '\n') {
            ++lf;
        } else if (at + 1 < bytes.size() && bytes[at + 1] == '\n') {
            ++crLf;
            ++at;
        } else {
            ++cr;
        }
    }
    if (crLf > lf && crLf >= cr)
        return LineEnds::CrLf;
    return cr > lf ? LineEnds::Cr : LineEnds::Lf;
}

QString fromBytes(std::string_view bytes, LineEnds ends)
{
    QString shown;
    shown.reserve(static_cast<qsizetype>(bytes.size()));
    for (std::size_t at = 0; at < bytes.size();) {
        const char byte = bytes[at];
        const bool endsCrLf = byte == '\r' && at + 1 < bytes.size() && bytes[at + 1] == '\n';
        if (byte == '\n' && ends != LineEnds::Lf) {
            shown += QChar(bareLf);
            if (ends == LineEnds::CrLf)
                shown += u'\n';
            ++at;
        } else if (byte == '\r' && ends == LineEnds::CrLf && endsCrLf) {
            shown += u'\n';
            at += 2;
        } else if (byte == '\r') {
            shown += ends == LineEnds::Cr ? QChar(u'\n') : QChar(carriageReturn);
            ++at;
        } else if (static_cast<unsigned char>(byte) < 0x80) {
            shown += QLatin1Char(byte);
            ++at;
        } else if (const std::size_t length = sequenceLength(bytes.substr(at))) {
            appendCharacter(shown, codePoint(bytes.substr(at), length));
            at += length;
        } else {
            shown += QChar(static_cast<char16_t>(0xDC00 + static_cast<unsigned char>(byte)));
            ++at;
        }
    }
    return breakLongLines(shown);
}

std::string toBytes(QStringView shown, LineEnds ends)
{
    std::string bytes;
    bytes.reserve(static_cast<std::size_t>(shown.size()));
    for (qsizetype at = 0; at < shown.size();) {
        const Piece piece = pieceAt(shown, at, ends);
        at += piece.units;
        if (piece.kind == Piece::Kind::LineEnd)
            bytes += ends == LineEnds::CrLf ? "\r\n" : ends == LineEnds::Cr ? "\r" : "\n";
        else if (piece.kind == Piece::Kind::RawByte)
            bytes += static_cast<char>(static_cast<unsigned char>(piece.value));
        else if (piece.kind == Piece::Kind::Character)
            appendUtf8(bytes, piece.value);
    }
    return bytes;
}

std::u16string toUtf16(QStringView shown, LineEnds ends)
{
    std::u16string text;
    text.reserve(static_cast<std::size_t>(shown.size()));
    for (qsizetype at = 0; at < shown.size();) {
        const Piece piece = pieceAt(shown, at, ends);
        at += piece.units;
        if (piece.kind == Piece::Kind::LineEnd) {
            text += ends == LineEnds::CrLf ? u"\r\n" : ends == LineEnds::Cr ? u"\r" : u"\n";
        } else if (piece.kind == Piece::Kind::RawByte) {
            text += u'\uFFFD';
        } else if (piece.kind == Piece::Kind::Character && piece.value >= 0x10000) {
            text += QChar::highSurrogate(piece.value);
            text += QChar::lowSurrogate(piece.value);
        } else if (piece.kind == Piece::Kind::Character) {
            text += static_cast<char16_t>(piece.value);
        }
    }
    return text;
}

QString fromUser(const QString &text, LineEnds ends)
{
    QString shown;
    shown.reserve(text.size());
    for (qsizetype at = 0; at < text.size(); ++at) {
        const char16_t unit = text[at].unicode();
        const bool paired = at + 1 < text.size() && text[at].isHighSurrogate() && text[at + 1].isLowSurrogate();
        if (unit == u'\r') {
            shown += u'\n';
            at += at + 1 < text.size() && text[at + 1] == u'\n' ? 1 : 0;
        } else if (paired) {
            shown += text[at];
            shown += text[++at];
        } else if (unit != 0) {
            shown += QChar::isSurrogate(unit) ? QChar(QChar::ReplacementCharacter) : QChar(standInFor(unit));
        }
    }
    Q_UNUSED(ends); // A line break is whatever the text's own line end is.
    return breakLongLines(shown);
}

QString breakLongLines(const QString &shown, int column)
{
    QString broken;
    qsizetype copied = 0;
    qsizetype lineBegin = -column;
    for (qsizetype at = 0; at < shown.size(); ++at) {
        if (shown[at] == u'\n') {
            lineBegin = at + 1;
            continue;
        }
        if (at - lineBegin < longestLine)
            continue;
        // Behind a blank near the limit if there is one; never inside a pair.
        qsizetype cut = at;
        constexpr qsizetype blankWithin = 200;
        const qsizetype least = std::max(at - blankWithin, std::max(lineBegin, copied));
        for (qsizetype blank = at; blank > least; --blank) {
            if (shown[blank - 1] == u' ' || shown[blank - 1] == u',') {
                cut = blank;
                break;
            }
        }
        if (shown[cut].isLowSurrogate() && cut > 0 && shown[cut - 1].isHighSurrogate())
            --cut;
        broken.append(QStringView(shown).mid(copied, cut - copied));
        broken += QChar(softBreak);
        broken += u'\n';
        copied = cut;
        lineBegin = cut;
    }
    if (broken.isEmpty())
        return shown;
    broken.append(QStringView(shown).mid(copied));
    return broken;
}

ByteIndex::ByteIndex(QStringView shown, LineEnds ends)
    : m_shown(shown)
    , m_ends(ends)
{
    qsizetype nextNote = 0;
    for (qsizetype at = 0; at < shown.size();) {
        if (at >= nextNote) {
            m_notes.emplace_back(at, m_bytes);
            nextNote = at + unitsPerNote;
        }
        const Piece piece = pieceAt(shown, at, ends);
        m_bytes += bytesOf(piece, ends);
        at += piece.units;
    }
}

std::size_t ByteIndex::byteOf(qsizetype unit) const
{
    if (unit >= m_shown.size() || m_notes.empty())
        return m_bytes;
    const auto after = std::upper_bound(
        m_notes.begin(), m_notes.end(), unit, [](qsizetype value, const auto &note) { return value < note.first; });
    auto [at, byte] = *(after - 1);
    while (at < unit) {
        const Piece piece = pieceAt(m_shown, at, m_ends);
        if (at + piece.units > unit)
            break;
        at += piece.units;
        byte += bytesOf(piece, m_ends);
    }
    return byte;
}

qsizetype ByteIndex::unitOf(std::size_t wanted) const
{
    if (wanted >= m_bytes || m_notes.empty())
        return m_shown.size();
    const auto after
        = std::upper_bound(m_notes.begin(), m_notes.end(), wanted, [](std::size_t value, const auto &note) {
              return value < note.second;
          });
    auto [at, byte] = *(after - 1);
    while (at < m_shown.size()) {
        const Piece piece = pieceAt(m_shown, at, m_ends);
        const std::size_t length = bytesOf(piece, m_ends);
        if (byte + length > wanted)
            break;
        at += piece.units;
        byte += length;
    }
    return at;
}

} // namespace cachescope::ui::display
