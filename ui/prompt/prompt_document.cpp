// SPDX-License-Identifier: MIT
#include "ui/prompt/prompt_document.h"

#include "ui/prompt/prompt_layout.h"

#include <QTextBlock>

#include <algorithm>

namespace cachescope::ui {

/** What a change outside the text replaces. */
struct PromptDocument::Base
{
    std::shared_ptr<const prompt::Prompt> prompt;
    display::LineEnds ends = display::LineEnds::Lf;
    std::vector<int> begins;
};

/** One step of the document's undo stack that exchanges the bytes below the text. */
class PromptDocument::BaseSwap final : public QAbstractUndoItem
{
public:
    BaseSwap(PromptDocument &document, Base before, Base after)
        : m_document(document)
        , m_before(std::move(before))
        , m_after(std::move(after))
    { }
    void undo() override { m_document.swapBase(m_before); }
    void redo() override { m_document.swapBase(m_after); }

private:
    PromptDocument &m_document;
    Base m_before, m_after;
};

PromptDocument::PromptDocument()
    : m_text(new QTextDocument(this))
    , m_layout(new PromptLayout(m_text))
{
    m_text->setDocumentLayout(m_layout);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    m_text->setDefaultTextOption(option);
    connect(m_text, &QTextDocument::contentsChange, this, &PromptDocument::onContentsChange);
}

PromptDocument::~PromptDocument()
{
    disconnect(m_text, nullptr, this, nullptr);
}

base::Result<std::unique_ptr<PromptDocument>> PromptDocument::open(std::string bytes, FileFrame frame)
{
    auto parsed = prompt::Prompt::parse(std::move(bytes));
    if (!parsed)
        return tl::unexpected(parsed.error());
    std::unique_ptr<PromptDocument> document(new PromptDocument);
    if (!frame.before.empty() || !frame.after.empty())
        document->m_frame = std::make_shared<const FileFrame>(std::move(frame));
    document->takeOver(*parsed, showPrompt(**parsed));
    return document;
}

void PromptDocument::takeOver(std::shared_ptr<const prompt::Prompt> base, const ShownPrompt &shown)
{
    m_replacing = true;
    m_base = std::move(base);
    m_ends = shown.ends;
    m_text->setUndoRedoEnabled(false);
    m_text->setPlainText(shown.text);
    m_text->setUndoRedoEnabled(true);
    m_text->setModified(false);
    m_replacing = false;
    setBegins(shown.begins);
    finishRebuild();
}

base::Result<> PromptDocument::reload(std::string bytes)
{
    auto parsed = prompt::Prompt::parse(std::move(bytes));
    if (!parsed)
        return tl::unexpected(parsed.error());
    m_frame.reset();
    takeOver(*parsed, showPrompt(**parsed));
    return {};
}

base::Result<> PromptDocument::replaceBytes(std::string bytes)
{
    auto parsed = prompt::Prompt::parse(std::move(bytes));
    if (!parsed)
        return tl::unexpected(parsed.error());
    const ShownPrompt shown = showPrompt(**parsed);
    QString now = m_text->toRawText();
    now.replace(QChar::ParagraphSeparator, u'\n');
    const QStringView before(now), after(shown.text);
    const qsizetype shorter = std::min(before.size(), after.size());
    qsizetype front = 0, back = 0;
    while (front < shorter && before[front] == after[front])
        ++front;
    while (back < shorter - front && before[before.size() - 1 - back] == after[after.size() - 1 - back])
        ++back;
    m_replacing = true;
    QTextCursor cursor(m_text);
    cursor.beginEditBlock();
    cursor.setPosition(static_cast<int>(front));
    cursor.setPosition(static_cast<int>(before.size() - back), QTextCursor::KeepAnchor);
    const Base old{ m_base, m_ends, begins() };
    const Base fresh{ *parsed, shown.ends, shown.begins };
    m_text->appendUndoItem(new BaseSwap(*this, old, fresh));
    if (cursor.hasSelection() || front < after.size() - back)
        cursor.insertText(after.mid(front, after.size() - back - front).toString());
    cursor.endEditBlock();
    m_replacing = false;
    m_base = fresh.prompt;
    m_ends = fresh.ends;
    setBegins(fresh.begins);
    finishRebuild();
    m_text->setModified(true);
    return {};
}

void PromptDocument::swapBase(const Base &base)
{
    m_base = base.prompt;
    m_ends = base.ends;
    m_swapped = true;
    m_swappedBegins = base.begins; // They hold for the text as it is when the whole step is done.
}

void PromptDocument::undo(QTextCursor *cursor)
{
    m_swapped = false;
    m_text->undo(cursor);
    if (m_swapped) {
        setBegins(m_swappedBegins);
        finishRebuild();
    }
    m_swapped = false;
}

void PromptDocument::redo(QTextCursor *cursor)
{
    m_swapped = false;
    m_text->redo(cursor);
    if (m_swapped) {
        setBegins(m_swappedBegins);
        finishRebuild();
    }
    m_swapped = false;
}

void PromptDocument::finishRebuild()
{
    m_odd.clear();
    findOddPlaces(0, m_text->characterCount());
    bump();
    Q_EMIT rebuilt();
}

void PromptDocument::bump()
{
    ++m_version;
    Q_EMIT versionChanged();
}

void PromptDocument::setBegins(const std::vector<int> &begins)
{
    m_begins.clear();
    m_begins.reserve(begins.size());
    for (const int begin : begins) {
        QTextCursor cursor(m_text);
        cursor.setPosition(begin);
        cursor.setKeepPositionOnInsert(true);
        m_begins.push_back(std::move(cursor));
    }
}

std::vector<int> PromptDocument::begins() const
{
    std::vector<int> positions;
    positions.reserve(m_begins.size());
    for (const QTextCursor &cursor : m_begins)
        positions.push_back(cursor.position());
    return positions;
}

PromptSnapshot PromptDocument::snapshot() const
{
    return { m_version, m_base, m_frame, m_text->toRawText(), begins(), m_ends };
}

int PromptDocument::begin(std::size_t segment) const
{
    return segment < m_begins.size() ? m_begins[segment].position() : m_text->characterCount() - 1;
}

int PromptDocument::end(std::size_t segment) const
{
    return segment + 1 < m_begins.size() ? m_begins[segment + 1].position() - 1 : m_text->characterCount() - 1;
}

std::size_t PromptDocument::segmentAt(int position) const
{
    const auto after
        = std::upper_bound(m_begins.begin(), m_begins.end(), position, [](int value, const QTextCursor &cursor) {
              return value < cursor.position();
          });
    return after == m_begins.begin() ? 0 : static_cast<std::size_t>(after - m_begins.begin() - 1);
}

bool PromptDocument::isEditable(std::size_t segment) const
{
    return segment < segmentCount() && m_base->segments()[segment].kind != prompt::SegmentKind::Media;
}

int PromptDocument::realOffset(std::size_t segment, int position) const
{
    const int from = begin(segment);
    int offset = position - from;
    if (m_ends == display::LineEnds::CrLf)
        offset += m_text->findBlock(position).blockNumber() - m_text->findBlock(from).blockNumber();
    if (!m_odd.empty()) {
        const auto at = [this](int value) {
            return std::lower_bound(m_odd.begin(), m_odd.end(), value, [](const OddPlace &place, int wanted) {
                return place.position < wanted;
            });
        };
        // Such a place takes two characters; inside it the real text has not gone on.
        for (auto place = at(from), last = at(position); place != last; ++place)
            offset += place->position + 1 == position ? -1 : place->difference;
    }
    return offset;
}

bool PromptDocument::beginsLine(const QTextBlock &block) const
{
    if (m_odd.empty() || !block.previous().isValid())
        return true;
    const QTextBlock before = block.previous();
    return before.length() < 2
        || m_text->characterAt(before.position() + before.length() - 2) != QChar(display::softBreak);
}

void PromptDocument::onContentsChange(int position, int removed, int added)
{
    if (m_replacing || m_swapped)
        return;
    added = std::min(added, m_text->characterCount() - position);
    for (OddPlace &place : m_odd) {
        if (place.position >= position + removed)
            place.position += added - removed;
        else if (place.position >= position - 1)
            place.difference = 0; // To be looked at again.
    }
    std::erase_if(m_odd, [](const OddPlace &place) { return place.difference == 0; });
    findOddPlaces(std::max(0, position - 1), position + added + 1);
    bump();
    Q_EMIT edited(position, removed, added);
}

void PromptDocument::findOddPlaces(int from, int to)
{
    const int crLf = m_ends == display::LineEnds::CrLf ? 1 : 0;
    bool found = false;
    for (QTextBlock block = m_text->findBlock(from); block.isValid() && block.position() < to;
         block = block.next()) {
        const int last = block.position() + block.length() - 2;
        if (block.length() < 2 || last < from || last >= to || !block.next().isValid())
            continue;
        const char16_t mark = m_text->characterAt(last).unicode();
        if (mark == display::softBreak)
            m_odd.push_back({ last, -2 - crLf });
        else if (mark == display::bareLf && crLf)
            m_odd.push_back({ last, -2 });
        else
            continue;
        found = true;
    }
    if (!found)
        return;
    const auto byPosition = [](const OddPlace &a, const OddPlace &b) { return a.position < b.position; };
    std::sort(m_odd.begin(), m_odd.end(), byPosition);
    m_odd.erase(
        std::unique(
            m_odd.begin(), m_odd.end(),
            [](const OddPlace &a, const OddPlace &b) { return a.position == b.position; }),
        m_odd.end());
}

} // namespace cachescope::ui

#include "moc_prompt_document.cpp"
