// SPDX-License-Identifier: MIT
#include "prompt/counted_layout.h"

#include <cmath>

namespace cachescope::prompt {

using tokens::ChatFormat;

namespace {

/** Tokens around a message where nothing is documented; core/tokens counts whole requests so, too. */
constexpr std::int64_t usualOverhead = 4;

/** Tokens that wrap the beginning of a message (prompt-caching rules, 15.2 and 15.3). */
std::int64_t messageOverhead(ChatFormat format, const Place &place)
{
    return format == ChatFormat::Harmony && place.role == "assistant" ? 6 : usualOverhead;
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

bool beginsMessage(PromptForm form, std::span<const Place> places, std::size_t index)
{
    const Place &place = places[index];
    if (place.kind == SegmentKind::Tool || place.kind == SegmentKind::Schema)
        return false;
    if (index == 0)
        return true;
    // Anthropic's blocks are smaller than messages; elsewhere a block is one, system parts with no index among
    // them.
    const Place &before = places[index - 1];
    const bool byBlock = form != PromptForm::AnthropicMessages;
    return before.kind == SegmentKind::Tool || before.kind == SegmentKind::Schema || before.message != place.message
        || (byBlock && before.block != place.block);
}

bool isChat(PromptForm form)
{
    return form == PromptForm::OpenAiChat || form == PromptForm::OpenAiResponses;
}

/** `own` gives the tokens of a place's text (and may list them), `ofName` those of a message's name. */
template <typename Own, typename OfName>
TokenLayout layOutWith(
    PromptForm form, std::span<const Place> places, const tokens::ModelTokens &chosen, const Own &own,
    const OfName &ofName)
{
    const ChatFormat format = isChat(form) ? chosen.chat : ChatFormat::None;
    const bool isText = form == PromptForm::PlainText || form == PromptForm::Template;

    TokenLayout layout;
    layout.tokenizer = chosen.tokenizer;
    layout.factor = chosen.factor;
    layout.errorShare = chosen.error;
    // Only plain text and documented chat wrapping are exact; tools and media never are.
    layout.exact = chosen.exact && (isText || format != ChatFormat::None);
    layout.segments.reserve(places.size());
    std::int64_t sum = 0; // In the tokenizer's tokens.
    const auto scaled = [&sum, &chosen] {
        return static_cast<std::int64_t>(std::llround(static_cast<double>(sum) * chosen.factor));
    };
    for (std::size_t i = 0; i < places.size(); ++i) {
        const Place &of = places[i];
        TokenLayout::SegmentTokens place;
        place.segment = i;
        if (!isText && beginsMessage(form, places, i)) {
            place.wrapping = messageOverhead(format, of);
            if (!of.name.empty())
                place.wrapping += 1 + ofName(of.name);
        }
        sum += place.wrapping;
        place.begin = scaled();
        if (of.kind == SegmentKind::Media)
            sum += place.media = mediaTokens(form);
        else
            sum += own(i, place.tokens);
        place.end = scaled();
        layout.exact
            &= of.kind != SegmentKind::Media && of.kind != SegmentKind::Tool && of.kind != SegmentKind::Schema;
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
        prompt.form(), placesOf(prompt), chosen,
        [&](std::size_t index, std::vector<tokens::Token> &out) {
            encode(prompt.segments()[index].text.text(), out);
            return static_cast<std::int64_t>(out.size());
        },
        [&](std::string_view name) {
            encode(name, ofName);
            return static_cast<std::int64_t>(ofName.size());
        });
}

TokenLayout layOutCounted(
    PromptForm form, std::span<const Place> places, const tokens::ModelTokens &chosen,
    std::span<const std::int64_t> segmentTokens, const CountTokens &ofName)
{
    return layOutWith(
        form, places, chosen, [&](std::size_t index, std::vector<tokens::Token> &) { return segmentTokens[index]; },
        ofName);
}

} // namespace cachescope::prompt
