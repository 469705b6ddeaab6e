// SPDX-License-Identifier: MIT
#include "cache/withheld.h"

#include "base/redact.h"
#include "providers/answer.h"

namespace cachescope::cache {

bool holdsSecret(const Entry &entry)
{
    return base::redactText(entry.body) != entry.body;
}

bool assembledHoldsSecret(const Entry &entry)
{
    if (entry.form == providers::AnswerForm::Json)
        return false;
    const auto whole = providers::streamToJson(entry.api, entry.body);
    return whole && base::redactText(*whole) != *whole;
}

} // namespace cachescope::cache
