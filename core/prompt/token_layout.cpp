// SPDX-License-Identifier: MIT
#include "prompt/cacheable_prefix.h"

#include <cmath>

namespace cachescope::prompt {

using tokens::ChatFormat;

namespace {

/** Tokens that wrap the beginning of a message (prompt-caching rules, 15.2 and 15.3). */
std::int64_t messageOverhead(ChatFormat format, const Segment &segment)
{
    switch (format) {
    case ChatFormat::Cookbook:
    case ChatFormat::CookbookO:
        return 4; // Three for the message, one for the role.
    case ChatFormat::Harmony:
        return segment.role == "assistant" ? 6 : 4;
    case ChatFormat::None:
        break;
    }
    return 0;
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
    return index == 0 || prompt.segments()[index - 1].block != segment.block;
}

bool isChat(PromptForm form)
{
    return form == PromptForm::OpenAiChat || form == PromptForm::OpenAiResponses;
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
    const ChatFormat format = isChat(prompt.form()) ? chosen.chat : ChatFormat::None;
    const bool isText = prompt.form() == PromptForm::PlainText || prompt.form() == PromptForm::Template;

    TokenLayout layout;
    layout.tokenizer = chosen.tokenizer;
    layout.factor = chosen.factor;
    layout.errorShare = chosen.error;
    // Only plain text and documented chat wrapping are exact; tools and media never are.
    layout.exact = chosen.exact && (isText || format != ChatFormat::None);
    double sum = 0;
    const auto rounded = [&sum] { return static_cast<std::int64_t>(std::llround(sum)); };
    for (std::size_t i = 0; i < prompt.segments().size(); ++i) {
        const Segment &segment = prompt.segments()[i];
        TokenLayout::SegmentTokens place;
        place.segment = i;
        if (beginsMessage(prompt, i))
            sum += static_cast<double>(messageOverhead(format, segment));
        place.begin = rounded();
        (*tokenizer)->encode(segment.text.text(), place.tokens);
        sum += static_cast<double>(place.tokens.size()) * chosen.factor;
        place.end = rounded();
        layout.exact &= segment.kind != SegmentKind::Media && segment.kind != SegmentKind::Tool
            && segment.kind != SegmentKind::Schema;
        layout.segments.push_back(std::move(place));
    }
    layout.total = rounded() + primer(format);
    return layout;
}

} // namespace cachescope::prompt
