// SPDX-License-Identifier: MIT
#include "prompt/lint/edits.h"
#include "prompt/lint/id_shapes.h"
#include "prompt/lint/scan.h"
#include "prompt/lint/token_boundaries.h"

#include <algorithm>

namespace cachescope::prompt {

namespace {

constexpr std::size_t shortestHeavyRun = 256; ///< Bytes; shorter ones are keys and hashes.
constexpr double leastHeavyEntropy = 3.5; ///< Bits a character: above rulers, tables and padding.
constexpr std::size_t leastHashes = 8;
constexpr std::size_t shortestHash = 32;

bool isEncoded(char c)
{
    return scan::isAlnum(c) || c == '+' || c == '/' || c == '=' || c == '_' || c == '-';
}

/** A run of base64 or hex, over line ends when the lines are full. */
ByteRange runAt(std::string_view text, std::size_t at)
{
    std::size_t end = at;
    for (;;) {
        const std::size_t lineBegin = end;
        while (end < text.size() && isEncoded(text[end]))
            ++end;
        const bool fullLine = end - lineBegin >= 60 && end < text.size() && text[end] == '\n';
        if (!fullLine)
            break;
        const std::size_t next = end + 1;
        if (next >= text.size() || !isEncoded(text[next]))
            break;
        end = next;
    }
    return { at, end };
}

bool isHeavy(std::string_view run)
{
    if (run.size() < shortestHeavyRun || entropyPerCharacter(run.substr(0, 4096)) < leastHeavyEntropy)
        return false;
    const std::string_view sample = run.substr(0, 4096);
    const auto digits = std::ranges::count_if(sample, scan::isDigit);
    return digits * 30 > static_cast<std::ptrdiff_t>(sample.size());
}

std::int64_t tokensIn(const TokenLayout::SegmentTokens &place, ByteRange range)
{
    const auto first = std::ranges::lower_bound(place.tokens, range.begin, {}, &tokens::Token::begin);
    const auto last = std::ranges::lower_bound(place.tokens, range.end, {}, &tokens::Token::begin);
    return last - first;
}

void report(
    const LintContext &context, Reporter &reporter, std::size_t index, ByteRange range, const std::string &what)
{
    const Segment &segment = context.prompt.segments()[index];
    const std::int64_t tokens = tokensIn(context.layout.segments[index], range);
    Report found;
    found.source = segment.text.toSource(range);
    found.message = what + " of " + std::to_string(range.size()) + " bytes cost " + std::to_string(tokens)
        + " tokens that a model can hardly read. Send it as a file or image part, or leave it out.";
    found.evidence = shortened(std::string_view(segment.text.text()).substr(range.begin, range.size()), 40);
    found.tokensAffected = tokens;
    reporter.report(std::move(found));
}

/** Many long hex words in one text: hashes, one a line or in a table. */
void checkHashes(const LintContext &context, Reporter &reporter, std::size_t index)
{
    const std::string_view text = context.prompt.segments()[index].text.text();
    std::size_t count = 0, first = 0, end = 0;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t stop = at;
        bool hasDigit = false, hasLetter = false;
        while (stop < text.size() && scan::isHex(text[stop])) {
            hasDigit |= scan::isDigit(text[stop]);
            hasLetter |= scan::isAlpha(text[stop]);
            ++stop;
        }
        const bool isWhole
            = (at == 0 || !scan::isAlnum(text[at - 1])) && (stop == text.size() || !scan::isAlnum(text[stop]));
        if (stop - at >= shortestHash && hasDigit && hasLetter && isWhole) {
            first = count == 0 ? at : first;
            end = stop;
            ++count;
        }
        at = std::max(stop, at + 1);
    }
    if (count >= leastHashes)
        report(context, reporter, index, { first, end }, std::to_string(count) + " hashes in a stretch");
}

} // namespace

void checkHeavyText(const LintContext &context, Reporter &reporter)
{
    for (std::size_t i = 0; i < context.prompt.segments().size(); ++i) {
        const Segment &segment = context.prompt.segments()[i];
        if (segment.kind != SegmentKind::System && segment.kind != SegmentKind::Message)
            continue;
        const std::string_view text = segment.text.text();
        for (std::size_t at = 0; at < text.size();) {
            if (!isEncoded(text[at])) {
                ++at;
                continue;
            }
            const ByteRange run = runAt(text, at);
            if (isHeavy(text.substr(run.begin, run.size())))
                report(context, reporter, i, run, "Encoded bytes (base64 or hex)");
            at = std::max(run.end, at + 1);
        }
        checkHashes(context, reporter, i);
    }
}

} // namespace cachescope::prompt
