// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace cachescope::providers {

/** What a provider said went wrong. */
struct ProviderError
{
    std::string message; ///< At most 500 bytes; empty when the body has none.
    std::string code; ///< Code, else status, else type: the most telling name there is; may be empty.
};

/** Reads an error body or an error event's data of any shape (rules, section 13). */
ProviderError readError(std::string_view body);

} // namespace cachescope::providers
