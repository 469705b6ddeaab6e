// SPDX-License-Identifier: MIT
#pragma once

#include "prompt/prompt.h"

#include <string_view>
#include <vector>

namespace cachescope::prompt {

/** A secret or a piece of personal data in a text. */
struct FoundSecret
{
    ByteRange range;
    std::string_view what; ///< "an API key", "an e-mail address", …
};

/**
 * Keys and tokens by their shapes (base::findSecrets), passwords behind "password:" and in URLs. Placeholders
 * (YOUR_KEY, xxxx, …EXAMPLE) are none. Ascending.
 */
std::vector<FoundSecret> findPromptSecrets(std::string_view text);

/** E-mail addresses (not of example domains), card numbers (Luhn), IBANs (checked), telephone numbers. Ascending.
 */
std::vector<FoundSecret> findPersonalData(std::string_view text);

} // namespace cachescope::prompt
