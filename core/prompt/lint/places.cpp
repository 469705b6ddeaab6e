// SPDX-License-Identifier: MIT
#include "prompt/lint/places.h"

#include "prompt/lint/edits.h"

#include <algorithm>

namespace cachescope::prompt {

namespace {

/** The line around a spot, as evidence: stays the same when lines above it come and go. */
std::string lineOf(const Segment &segment, ByteRange decoded)
{
    const std::string_view text = segment.text.text();
    const ByteRange line = lineAt(text, decoded.begin);
    return shortened(text.substr(line.begin, line.size()), 60);
}

} // namespace

void reportPlaces(
    const LintContext &context, Reporter &reporter, std::size_t segment, const std::vector<Spot> &places,
    const PlaceWords &words)
{
    const Segment &from = context.prompt.segments()[segment];
    const std::size_t single = words.asOne ? 0 : std::min(places.size(), shownPlaces - 1);
    for (std::size_t i = 0; i < single; ++i) {
        const Spot &place = places[i];
        reporter.report(
            from.text.toSource(place.decoded), words.message, lineOf(from, place.decoded),
            { { words.fixTitle, words.safe, { editText(from, place.decoded, place.replacement) } } });
    }
    if (single == places.size())
        return;
    Fix all{ words.fixTitle, words.safe, {} };
    for (std::size_t i = single; i < places.size(); ++i)
        all.edits.push_back(editText(from, places[i].decoded, places[i].replacement));
    const std::size_t count = places.size() - single;
    std::string message = words.message;
    if (count > 1)
        message = std::to_string(count) + (single > 0 ? " more " : " ") + words.many + ". " + words.message;
    reporter.report(
        from.text.toSource(places[single].decoded), std::move(message), lineOf(from, places[single].decoded),
        { std::move(all) });
}

} // namespace cachescope::prompt
