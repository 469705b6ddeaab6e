// SPDX-License-Identifier: MIT
#include "ui/requests/body_text.h"

#include "base/text.h"
#include "ui/format/format.h"

#include <QCoreApplication>

#include <algorithm>

namespace cachescope::ui::body {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(BodyText)
};

constexpr qsizetype indentWidth = 2;
constexpr qsizetype deepestIndent = 60;
constexpr std::size_t dumpedBytes = 4096;

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool isEncodedCharacter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/'
        || c == '=' || c == '-' || c == '_';
}

QString encodedName(std::size_t length)
{
    return QChar(0x27E8) + Words::tr("%1 of encoded data").arg(format::bytes(std::int64_t(length))) + QChar(0x27E9);
}

/** Builds text in lines of bounded length. */
class Lines
{
public:
    void add(const QString &text)
    {
        const qsizetype line = text.lastIndexOf(QLatin1Char('\n'));
        m_text += text;
        m_length = line < 0 ? m_length + text.size() : text.size() - line - 1;
    }
    void newLine(qsizetype depth)
    {
        m_text += QLatin1Char('\n') + QString(std::min(depth * indentWidth, deepestIndent), QLatin1Char(' '));
        m_length = 0;
    }
    /** Text of any length; broken where a line would be too long, encoded data named. */
    void addLong(std::string_view text)
    {
        std::size_t at = 0;
        while (at < text.size()) {
            std::size_t run = at;
            while (run < text.size() && isEncodedCharacter(text[run]))
                ++run;
            if (run - at >= std::size_t(encodedRun)) {
                add(format::text(text.substr(at, 16)) + encodedName(run - at));
                at = run;
                continue;
            }
            // Up to behind the next character that ends a run; never between the bytes of one character.
            std::size_t end = std::min(text.size(), run + 1);
            while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
                ++end;
            const QString piece = format::text(text.substr(at, end - at));
            if (m_length + piece.size() > longestLine)
                newLine(0);
            add(piece);
            at = end;
        }
    }
    QString take() { return std::move(m_text); }

private:
    QString m_text;
    qsizetype m_length = 0;
};

/** Lays out JSON without reading its values: what is not understood stays as it is. */
class JsonLayout
{
public:
    explicit JsonLayout(std::string_view json)
        : m_json(json)
    { }

    QString lay()
    {
        while (m_at < m_json.size())
            step(m_json[m_at]);
        return m_lines.take();
    }

private:
    void step(char c)
    {
        if (isBlank(c)) {
            ++m_at;
        } else if (c == '"') {
            string();
        } else if (c == '{' || c == '[') {
            open(c);
        } else if (c == '}' || c == ']') {
            m_depth = std::max<qsizetype>(0, m_depth - 1);
            m_lines.newLine(m_depth);
            add(c);
        } else if (c == ',') {
            add(c);
            m_lines.newLine(m_depth);
        } else if (c == ':') {
            add(c);
            m_lines.add(QStringLiteral(" "));
        } else {
            scalar();
        }
    }
    void add(char c)
    {
        m_lines.add(QString(QLatin1Char(c)));
        ++m_at;
    }
    void open(char c)
    {
        add(c);
        while (m_at < m_json.size() && isBlank(m_json[m_at]))
            ++m_at;
        const char close = c == '{' ? '}' : ']';
        if (m_at < m_json.size() && m_json[m_at] == close)
            return add(close);
        m_lines.newLine(++m_depth);
    }
    void string()
    {
        std::size_t end = m_at + 1;
        while (end < m_json.size() && m_json[end] != '"')
            end += m_json[end] == '\\' ? 2 : 1;
        end = std::min(end + 1, m_json.size());
        std::string_view text = m_json.substr(m_at, end - m_at);
        m_at = end;
        constexpr std::size_t shortEnough = 100;
        // A prompt reads as its lines: broken behind each escaped line end, hanging one level in.
        for (std::size_t brk = text.find("\\n"); text.size() > shortEnough && brk != std::string_view::npos;
             brk = text.find("\\n")) {
            m_lines.addLong(text.substr(0, brk + 2));
            m_lines.newLine(m_depth + 1);
            text.remove_prefix(brk + 2);
        }
        m_lines.addLong(text);
    }
    void scalar()
    {
        const std::size_t end = std::min(m_json.find_first_of(" \t\r\n,:{}[]\"", m_at), m_json.size());
        m_lines.addLong(m_json.substr(m_at, end - m_at));
        m_at = end;
    }

    std::string_view m_json;
    std::size_t m_at = 0;
    qsizetype m_depth = 0;
    Lines m_lines;
};

QString hexDump(std::string_view bytes)
{
    QString text = Words::tr("%1 of binary data; the first bytes:").arg(format::bytes(std::int64_t(bytes.size())));
    const std::string_view head = bytes.substr(0, dumpedBytes);
    for (std::size_t i = 0; i < head.size(); i += 16) {
        const QByteArray line(head.data() + i, qsizetype(std::min<std::size_t>(16, head.size() - i)));
        text
            += QStringLiteral("\n%1  %2").arg(i, 6, 16, QLatin1Char('0')).arg(QString::fromLatin1(line.toHex(' ')));
    }
    return text;
}

} // namespace

Kind kindOf(std::string_view bytes)
{
    const auto first = std::find_if_not(bytes.begin(), bytes.end(), isBlank);
    if (first == bytes.end())
        return Kind::Empty;
    if (bytes.find('\0') != std::string_view::npos || !base::isValidUtf8(bytes))
        return Kind::Binary;
    if (*first == '{' || *first == '[')
        return Kind::Json;
    for (const std::string_view start : { "data:", "event:", "id:", ":" }) {
        if (bytes.substr(std::size_t(first - bytes.begin())).starts_with(start))
            return Kind::EventStream;
    }
    return Kind::Text;
}

QString pretty(std::string_view json)
{
    return kindOf(json) == Kind::Json ? JsonLayout(json).lay() : plain(json);
}

QString plain(std::string_view text)
{
    if (kindOf(text) == Kind::Binary)
        return hexDump(text);
    Lines lines;
    lines.addLong(text);
    return lines.take();
}

} // namespace cachescope::ui::body
