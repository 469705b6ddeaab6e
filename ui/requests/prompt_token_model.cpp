// SPDX-License-Identifier: MIT
#include "ui/requests/prompt_token_model.h"

#include "ui/format/format.h"

#include <algorithm>

namespace cachescope::ui {

namespace {

constexpr int tints = 4;
constexpr std::ptrdiff_t foldedLines = 60; // A longer segment is closed at first.

} // namespace

void PromptTokenModel::setPrompt(std::shared_ptr<const LoggedPrompt> prompt)
{
    m_prompt = std::move(prompt);
    QSet<quint64> open;
    for (std::size_t i = 0; m_prompt && i < m_prompt->prompt->segments().size(); ++i) {
        const std::string &text = m_prompt->prompt->segments()[i].text.text();
        if (std::count(text.begin(), text.end(), '\n') < foldedLines && text.size() < 20'000)
            open.insert(i);
    }
    restart(std::move(open));
}

std::optional<quint64> PromptTokenModel::foldOf(int index) const
{
    const PromptTokenRow &row = m_rows[index];
    return row.kind == PromptTokenRow::Kind::Segment ? std::optional<quint64>(row.segment) : std::nullopt;
}

void PromptTokenModel::makeRows(const LineWrapper &wrapper)
{
    m_rows.clear();
    m_endShown = false;
    if (!m_prompt)
        return;
    for (std::size_t i = 0; i < m_prompt->layout.segments.size(); ++i) {
        addSegment(i);
        if (open().contains(i))
            addLines(i, wrapper);
        addPrefixEnd(m_prompt->layout.segments[i].end);
    }
}

void PromptTokenModel::addSegment(std::size_t index)
{
    PromptTokenRow row;
    row.kind = PromptTokenRow::Kind::Segment;
    row.segment = index;
    row.text = format::text(m_prompt->prompt->segments()[index].label);
    row.tokensUpTo = m_prompt->layout.segments[index].end;
    row.showsTokens = true;
    row.open = open().contains(index);
    m_rows.append(row);
}

void PromptTokenModel::addLines(std::size_t index, const LineWrapper &wrapper)
{
    const prompt::Segment &segment = m_prompt->prompt->segments()[index];
    const prompt::TokenLayout::SegmentTokens &place = m_prompt->layout.segments[index];
    const std::string_view text = segment.text.text();
    std::size_t token = 0, number = 1;
    for (std::size_t begin = 0; begin <= text.size() && !text.empty(); ++number) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        std::vector<prompt::ByteRange> ranges;
        const int firstTint = static_cast<int>(token % tints);
        for (std::size_t i = token; i < place.tokens.size() && place.tokens[i].begin < end; ++i)
            ranges.push_back({ std::max<std::size_t>(place.tokens[i].begin, begin),
                               std::min<std::size_t>(place.tokens[i].end, end) });
        while (token < place.tokens.size() && place.tokens[token].end <= end)
            ++token;
        const ShownLine line = ShownLine::from(text.substr(begin, end - begin), begin, ranges);
        const auto pieces = wrapper.wrap(line.text);
        for (const TextSpan piece : pieces) {
            PromptTokenRow row;
            row.segment = index;
            row.text = line.text.mid(piece.begin, piece.end - piece.begin);
            row.line = piece.begin == 0 ? number : 0;
            row.firstTint = firstTint;
            for (qsizetype i = 0; i < line.marks.size(); ++i) {
                const TextSpan within{ std::max(line.marks[i].begin, piece.begin) - piece.begin,
                                       std::min(line.marks[i].end, piece.end) - piece.begin };
                if (within.end <= within.begin)
                    continue;
                if (row.tokens.isEmpty())
                    row.firstTint = static_cast<int>((firstTint + i) % tints);
                row.tokens.append(within);
            }
            row.showsTokens = piece == pieces.last();
            row.tokensUpTo = m_prompt->layout.upTo(index, token);
            m_rows.append(row);
        }
        addPrefixEnd(m_prompt->layout.upTo(index, token));
        // A token of several line ends belongs to the line that it ends.
        while (token < place.tokens.size() && place.tokens[token].end <= end + 1)
            ++token;
        begin = end + 1;
    }
}

void PromptTokenModel::addPrefixEnd(std::int64_t reached)
{
    const std::int64_t cacheable = m_prompt->prefix.cacheableTokens;
    if (m_endShown || cacheable == 0 || reached < cacheable)
        return;
    m_endShown = true;
    PromptTokenRow row;
    row.kind = PromptTokenRow::Kind::PrefixEnd;
    row.tokensUpTo = cacheable;
    row.text = tr("The cacheable prefix ends here");
    row.showsTokens = true;
    m_rows.append(row);
}

QVariant PromptTokenModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_rows.size())
        return {};
    const PromptTokenRow &row = m_rows[index.row()];
    if (role != Qt::AccessibleTextRole && role != Qt::DisplayRole)
        return {};
    const QString tokens = tr("%1 tokens so far").arg(format::number(row.tokensUpTo));
    switch (row.kind) {
    case PromptTokenRow::Kind::Segment:
        return row.open ? tr("%1, open, %2").arg(row.text, tokens) : tr("%1, closed, %2").arg(row.text, tokens);
    case PromptTokenRow::Kind::PrefixEnd:
        return tr("%1, %2", "sentence, tokens so far").arg(row.text, tokens);
    case PromptTokenRow::Kind::Line:
        break;
    }
    return row.text;
}

} // namespace cachescope::ui

#include "moc_prompt_token_model.cpp"
