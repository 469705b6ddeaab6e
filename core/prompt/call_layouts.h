// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "prompt/cacheable_prefix.h"

#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace cachescope::prompt {

/**
 * The tokens of logged calls, counted once for as long as the same model is asked for: an editor holds its prompt
 * against the same calls after every pause of typing. Any thread.
 */
class CallLayouts
{
public:
    /** Errors: the model's tokenizer cannot be had. */
    base::Result<std::shared_ptr<const TokenLayout>> of(
        const std::shared_ptr<const Prompt> &call, std::string_view model, const tokens::ModelTable &models);

private:
    std::mutex m_lock;
    std::string m_model;
    std::map<std::shared_ptr<const Prompt>, std::shared_ptr<const TokenLayout>> m_known;
};

} // namespace cachescope::prompt
