// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "providers/price_book.h"
#include "requestlog/record.h"
#include "requestlog/record_json.h"

namespace cachescope::requestlog {

/**
 * A call from one line of our own export: the reverse of toJson with contents. The text is hostile: every member is
 * checked for kind, size and range, unknown members are passed over, secrets are hidden again. InvalidInput names
 * the member and what is wrong with it. `start.id` is the number that the call had in the log it came from.
 */
base::Result<CallRecord> callFromJson(const Json &json);

/**
 * A call from an entry of a HAR. One of our own export (`_cachescope`) is read as callFromJson does, with heads and
 * bodies from the entry. Of any other program's, upstream, API, model, session, usage and outcome are read from
 * address, heads and bodies as the proxy reads them; its id is made from its time and content, so that it is found
 * again. InvalidInput as above.
 */
base::Result<CallRecord> callFromHar(const Json &entry);

/** Prices a call that has none, as the proxy would have. */
void priceImported(CallRecord &record, const providers::PriceBook &book);

} // namespace cachescope::requestlog
