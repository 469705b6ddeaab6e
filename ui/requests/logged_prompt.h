// SPDX-License-Identifier: MIT
#pragma once

#include <QString> // First: see ui/format/format.h.

#include "prompt/cacheable_prefix.h"
#include "providers/price_book.h"
#include "ui/data/log_source.h"

#include <memory>
#include <optional>

namespace cachescope::ui {

/** A logged request read as a prompt, with its tokens and what its marks and rules let the provider keep. */
struct LoggedPrompt
{
    std::int64_t id = 0;
    std::shared_ptr<const prompt::Prompt> prompt;
    prompt::TokenLayout layout;
    providers::CachingRules rules;
    prompt::CacheablePrefix prefix;
    std::string model;
};

/** Bodies above this many bytes are laid out only when asked for. */
inline constexpr std::size_t largePromptBytes = 1'000'000;
enum class LargeBodies
{
    Refuse, ///< With LimitExceeded; the message says the size.
    Read
};

/**
 * On a lane's thread. NotFound when no body is stored, InvalidInput when it is no prompt of a known API. `model`
 * overrides the call's own, so that two prompts are counted alike.
 */
base::Result<LoggedPrompt> readLoggedPrompt(
    LogSource &source, const requestlog::CallRecord &record, const providers::PriceBook &book, LargeBodies large,
    std::string_view model = {});

/** The newest earlier call with a prompt of the same session, or, without one, of the same client and model.
 * Nothing when there is none. */
base::Result<std::optional<requestlog::CallRecord>> earlierCall(
    LogSource &source, const requestlog::CallRecord &record);

} // namespace cachescope::ui
