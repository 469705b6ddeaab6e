// SPDX-License-Identifier: MIT
#include "prompt/counted_layout.h"

#include <cmath>

namespace cachescope::prompt {

using tokens::ChatFormat;

namespace {

/** Tokens around a message where nothing is documented; core/tokens counts whole requests so, too. */
constexpr std::int64_t usualOverhead = 4;

/** Tokens that wrap the beginning of a message (prompt-caching rules, 15.2 and 15.3). */
std::int64_t messageOverhead(ChatFormat format, const Segment &segment)
{
    return format == ChatFormat::Harmony && segment.role == "assistant" ? 6 : usualOverhead;
}

/** A stand-in where the provider's formula needs what is not at hand, the size of the picture. */
std::int64_t mediaTokens(PromptForm form)
{
    switch (form) {
    case PromptForm::AnthropicMessages:
        return 1590; // width x height / 750 of a picture at the size limit
    case PromptForm::Gemini:
        return 258; // one tile
    default:
        return 765; // 1024 x 1024 at high detail, by OpenAI's tiles
    }
}

std::int64_t primer(ChatFormat format)
{
    switch (format) {
    case ChatFormat::Cookbook:
    case ChatFormat::CookbookO:
        return 3;
    case ChatFormat::Harmony:
        return 2;
    case ChatFormat::None:
        break;
    }
    return 0;
}

bool beginsMessage(const Prompt &prompt, std::size_t index)
{
    const Segment &segment = prompt.segments()[index];
    if (segment.kind == SegmentKind::Tool || segment.kind == SegmentKind::Schema)
        return false;
    if (index == 0)
        return true;
    // Anthropic's blocks are smaller than messages; elsewhere a block is one, system parts with no index among
    // them.
    const Segment &before = prompt.segments()[index - 1];
    const bool byBlock = prompt.form() != PromptForm::AnthropicMessages;
    return before.kind == SegmentKind::Tool || before.kind == SegmentKind::Schema
        || before.message != segment.message || (byBlock && before.block != segment.block);
}

bool isChat(PromptForm form)
{
    return form == PromptForm::OpenAiChat || form == PromptForm::OpenAiResponses;
}

/** `own` gives the tokens of a segment's text (and may list them), `ofName` those of a message's name. */
template <typename Own, typename OfName>
TokenLayout layOutWith(
    const Prompt &prompt, const tokens::ModelTokens &chosen, const Own &own, const OfName &ofName)
{
    const ChatFormat format = isChat(prompt.form()) ? chosen.chat : ChatFormat::None;
    const bool isText = prompt.form() == PromptForm::PlainText || prompt.form() == PromptForm::Template;

    TokenLayout layout;
    layout.tokenizer = chosen.tokenizer;
    layout.factor = chosen.factor;
    layout.errorShare = chosen.error;
    // Only plain text and documented chat wrapping are exact; tools and media never are.
    layout.exact = chosen.exact && (isText || format != ChatFormat::None);
    std::int64_t sum = 0; // In the tokenizer's tokens.
    const auto scaled = [&sum, &chosen] {
        return static_cast<std::int64_t>(std::llround(static_cast<double>(sum) * chosen.factor));
    };
    for (std::size_t i = 0; i < prompt.segments().size(); ++i) {
        const Segment &segment = prompt.segments()[i];
        TokenLayout::SegmentTokens place;
        place.segment = i;
        if (!isText && beginsMessage(prompt, i)) {
            place.wrapping = messageOverhead(format, segment);
            if (!segment.name.empty())
                place.wrapping += 1 + ofName(segment.name);
        }
        sum += place.wrapping;
        place.begin = scaled();
        if (segment.kind == SegmentKind::Media)
            sum += place.media = mediaTokens(prompt.form());
        else
            sum += own(segment, place.tokens);
        place.end = scaled();
        layout.exact &= segment.kind != SegmentKind::Media && segment.kind != SegmentKind::Tool
            && segment.kind != SegmentKind::Schema;
        layout.segments.push_back(std::move(place));
    }
    layout.total = scaled() + primer(format);
    return layout;
}

} // namespace

std::int64_t TokenLayout::upTo(std::size_t segment, std::size_t count) const
{
    const SegmentTokens &place = segments[segment];
    if (count >= place.tokens.size())
        return place.end;
    return place.begin + static_cast<std::int64_t>(std::llround(static_cast<double>(count) * factor));
}

base::Result<TokenLayout> layOut(const Prompt &prompt, std::string_view model, const tokens::ModelTable &models)
{
    const tokens::ModelTokens chosen = models.forModel(model);
    const auto tokenizer = tokens::tokenizerFor(chosen);
    if (!tokenizer)
        return tl::unexpected(tokenizer.error());
    return layOut(prompt, chosen, [&](std::string_view text, std::vector<tokens::Token> &out) {
        (*tokenizer)->encode(text, out);
    });
}

TokenLayout layOut(const Prompt &prompt, const tokens::ModelTokens &chosen, const Encode &encode)
{
    std::vector<tokens::Token> ofName;
    return layOutWith(
        prompt, chosen,
        [&](const Segment &segment, std::vector<tokens::Token> &out) {
            encode(segment.text.text(), out);
            return static_cast<std::int64_t>(out.size());
        },
        [&](const std::string &name) {
            encode(name, ofName);
            return static_cast<std::int64_t>(ofName.size());
        });
}

TokenLayout layOutCounted(
    const Prompt &prompt, const tokens::ModelTokens &chosen, std::span<const std::int64_t> segmentTokens,
    const CountTokens &ofName)
{
    std::size_t next = 0; // Pictures have no count of their own.
    return layOutWith(
        prompt, chosen,
        [&](const Segment &segment, std::vector<tokens::Token> &) {
            while (&prompt.segments()[next] != &segment)
                ++next;
            return segmentTokens[next];
        },
        ofName);
}

} // namespace cachescope::prompt
