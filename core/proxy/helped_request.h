// SPDX-License-Identifier: MIT
#pragma once

#include "base/digest.h"
#include "config/config.h"
#include "providers/api.h"
#include "providers/body_edit.h"
#include "providers/price_book.h"
#include "proxy/call_controls.h"
#include "requestlog/call_way.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cachescope::proxy {

struct CallHead;
class HelpMemory;

/** A call as the upstream gets it where the user lets the proxy help the provider's cache. */
struct HelpedRequest
{
    std::string head; ///< Whole, with the blank line.
    std::string body; ///< Not yet in chunks.
    std::vector<providers::BodyEdit> edits; ///< What makes `body` of the client's, in order.
    std::vector<requestlog::CallSplice> fields; ///< What was changed in the head.
    bool hidesUsageChunk = false; ///< The client did not ask for the chunk that will come.
    std::optional<base::Digest> object; ///< The cached object that is named in place of the beginning.

    /** For the log: head first, then the body in its order. */
    std::vector<requestlog::CallSplice> splices() const;
};

/** What is on for one call: what its policy says over what its upstream's settings say. */
config::ProviderHelp helpFor(const config::Config &configuration, const PolicySubject &subject);

/** A call that may be helped. All is the client's own. */
struct HelpSubject
{
    const CallHead &head;
    std::string_view body;
    const providers::CallFacts &facts;
    const config::ProviderHelp &help;
    const providers::PriceBook *prices = nullptr; ///< With the rules of caching; null: none are known.
};

/** What is to be done for one call. */
struct HelpPlan
{
    std::unique_ptr<HelpedRequest> request; ///< Null: it goes as it came.
    std::vector<base::Digest> beginnings; ///< For the warm gate, shortest first; empty: it need not ask there.
    std::int64_t lifetimeMicros = 0; ///< Of what the call writes.

    /** A cached object that would pay; its key counts as being made. */
    struct NewObject
    {
        base::Digest key{};
        std::string body; ///< Of its creation.
        std::chrono::seconds lifetime{};
    };
    std::optional<NewObject> newObject;

    /** What has to be read again before it expires, if that pays. */
    struct Warmth
    {
        base::Digest beginning{};
        std::int64_t tokens = 0;
        std::string ping; ///< The body that reads it.
    };
    std::optional<Warmth> warmth;

    /** The beginnings behind which an answer's id is remembered, shortest first; with diagnostics only. */
    std::vector<base::Digest> diagnosed;
};

/** What of the help that is on fits the call, and was not refused by its upstream lately. */
HelpPlan planHelp(const HelpSubject &subject, HelpMemory &memory, std::int64_t nowMicros);

/** A whole head without the fields of that name. */
std::string headWithoutField(std::string_view head, std::string_view name);
/** A whole head with this field in place of those of that name, or as its last. */
std::string headWithField(std::string_view head, std::string_view name, std::string_view value);
/** The value of the first field of that name; empty when there is none. */
std::string_view fieldIn(std::string_view head, std::string_view name);

} // namespace cachescope::proxy
