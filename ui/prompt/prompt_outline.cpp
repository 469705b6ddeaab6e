// SPDX-License-Identifier: MIT
#include "ui/prompt/prompt_outline.h"

#include "ui/format/format.h"

namespace cachescope::ui {

namespace {

constexpr std::size_t mostEntries = 2000;

void addSections(
    const PromptSnapshot &snapshot, std::size_t segment, OutlineEntry base, std::vector<OutlineEntry> &out)
{
    const QStringView text = snapshot.segmentText(segment);
    const int begin = snapshot.begins[segment];
    bool open = false;
    qsizetype lineBegin = 0;
    const auto close = [&](qsizetype at) {
        if (open)
            out.back().end = begin + static_cast<int>(at);
    };
    while (lineBegin <= text.size() && out.size() < mostEntries) {
        qsizetype lineEnd = lineBegin;
        while (lineEnd < text.size() && text[lineEnd] != u'\n' && text[lineEnd] != QChar::ParagraphSeparator)
            ++lineEnd;
        const QString title = sectionTitle(text.mid(lineBegin, lineEnd - lineBegin));
        if (!title.isEmpty()) {
            close(lineBegin);
            base.title = title;
            base.begin = begin + static_cast<int>(lineBegin);
            base.end = begin + static_cast<int>(text.size());
            out.push_back(base);
            open = true;
        }
        lineBegin = lineEnd + 1;
    }
}

} // namespace

QString sectionTitle(QStringView line)
{
    if (line.startsWith(u'#')) {
        qsizetype level = 0;
        while (level < line.size() && line[level] == u'#')
            ++level;
        return level <= 6 && level < line.size() && line[level] == u' ' ? line.mid(level).trimmed().toString()
                                                                        : QString();
    }
    if (line.startsWith(u'<') && line.endsWith(u'>') && line.size() > 2 && line[1].isLetter()) {
        const QStringView name = line.mid(1, line.size() - 2);
        for (const QChar character : name) {
            if (!character.isLetterOrNumber() && character != u'_' && character != u'-')
                return {};
        }
        return line.toString();
    }
    return {};
}

std::vector<OutlineEntry> outlineOf(
    const PromptSnapshot &snapshot, const prompt::Prompt &prompt, const BandList &bands,
    const DocumentPlaces &places)
{
    std::vector<OutlineEntry> entries;
    const auto &segments = prompt.segments();
    const auto endOf = [&](std::size_t segment) {
        return segment + 1 < snapshot.begins.size() ? snapshot.begins[segment + 1] - 1
                                                    : static_cast<int>(snapshot.text.size());
    };
    for (std::size_t i = 0; i < bands.bands.size() && entries.size() < mostEntries; ++i) {
        const Band &band = bands.bands[i];
        if (band.last >= segments.size() || band.last >= snapshot.begins.size())
            break;
        entries.push_back({ band.title, snapshot.begins[band.first], endOf(band.last), i, true, 1, 1 });
        for (std::size_t segment = band.first; segment <= band.last && entries.size() < mostEntries; ++segment) {
            const OutlineEntry base{ {}, 0, 0, i, false, 1, 1 };
            if (segments[segment].kind == prompt::SegmentKind::Tool) {
                OutlineEntry tool = base;
                tool.title = format::text(segments[segment].label).section(u' ', 1);
                tool.begin = snapshot.begins[segment];
                tool.end = endOf(segment);
                entries.push_back(tool);
            } else {
                addSections(snapshot, segment, base, entries);
            }
        }
    }
    for (OutlineEntry &entry : entries) {
        entry.firstLine = places.lineAndColumn(entry.begin).first;
        entry.lastLine = places.lineAndColumn(std::max(entry.begin, entry.end - 1)).first;
    }
    return entries;
}

} // namespace cachescope::ui
