// SPDX-License-Identifier: MIT
#pragma once

#include "requestlog/record.h"

#include <random>
#include <string>
#include <vector>

namespace cachescope::requestlog {

/** A condition of the filter language that this record meets, or nearly. */
inline std::string randomCondition(std::mt19937 &random, const CallRecord &record)
{
    const auto pick = [&](const std::vector<std::string> &values) { return values[random() % values.size()]; };
    const std::string sign = pick({ ">", "<", ">=", "<=", ":" });
    const auto quoted = [](const std::string &text) {
        std::string result = "\"";
        for (const char c : text) {
            if (c == '"' || c == '\\')
                result.push_back('\\');
            result.push_back(c);
        }
        return result + "\"";
    };
    const auto n = [](std::int64_t value) { return std::to_string(value); };
    const CallStart &s = record.start;
    const CallEnd &e = record.end;
    const auto &t = e.usage.tokens;
    switch (random() % 34) {
    case 0:
        return "upstream:" + quoted(s.upstream);
    case 1:
        return "model:" + pick({ quoted(s.model), "gpt*", "*mini", "gpt-5", "none", "=gpt-5" });
    case 2:
        return "client:" + pick({ quoted(s.client), "*code", "none" });
    case 3:
        return "session:" + pick({ quoted(s.session), "s-1*", "none" });
    case 4:
        return "project:" + pick({ quoted(s.project), "shop*", "none", "*" });
    case 5:
        return "namespace:" + pick({ quoted(s.nameSpace), "e*,us" });
    case 6:
        return "version:" + pick({ quoted(s.version), "2*" });
    case 7:
        return "tag:" + (s.tags.empty() ? "none" : quoted(s.tags.front()));
    case 8:
        return "status" + sign + n(e.status);
    case 9:
        return "status:" + pick({ "4xx", "5xx,200", "400..499" });
    case 10:
        return "kind:" + pick({ "chat", "openai*", "messages", "gemini*" });
    case 11:
        return "cache:" + pick({ "hit", "miss,bypass", "error", "stored", "coalesced" });
    case 12:
        return "prefix" + pick({ ">50%", "<0.3", ":read", ":write", ":none", ">=80%" });
    case 13:
        return "fresh" + sign + n(t.fresh);
    case 14:
        return "read" + sign + n(t.cacheRead);
    case 15:
        return "write" + sign + n(t.cacheWrite());
    case 16:
        return "in" + sign + n(t.input());
    case 17:
        return "out" + sign + n(t.output);
    case 18:
        return "cost" + (e.billed ? sign + e.billed->toDecimal() : ":unknown");
    case 19:
        return "saved" + pick({ ">0", "<0", ":unknown", ">=0.001" });
    case 20:
        return "ttft" + (e.firstTokenMicros < 0 ? ":none" : sign + n(e.firstTokenMicros) + "us");
    case 21:
        return "total" + pick({ ">1s", "<50ms", ":none", ">=1m" });
    case 22:
        return "size" + sign + n(s.requestBytes + e.responseBytes);
    case 23:
        return "stream:" + pick({ "yes", "no" });
    case 24:
        return "retry" + pick({ ":yes", ":no", ">1", ":1" });
    case 25:
        return "error:" + pick({ "yes", "no", "timeout", "key", "upstream_status" });
    case 26:
        return "why:" + pick({ "store", "miss", "none", "fwd" });
    case 27:
        return "key:" + pick({ "3f2a", "ffff", "none", "*22" });
    case 28:
        return "note:" + pick({ "odd", "fine", "none", "*", "50%" });
    case 29:
        return "pinned:" + pick({ "yes", "no" });
    case 30:
        return "at" + pick({ ">", "<", ">=" }) + pick({ "2026-09-21", "2026-09-21T14:20Z" });
    case 31:
        return "id" + pick({ ":" + n(s.id), ">200", ":" + s.uid.toString(), "<=" + n(s.id) });
    case 32:
        return "state:" + pick({ "complete", "open", "cut,lost", "failed" });
    default:
        return pick({ "gpt", "summ*", "\"50%\"", "under_score", "nightly", "translate", "shop", "b*c", "key" });
    }
}

/** Conditions on these records, joined and nested up to `depth`. */
inline std::string randomFilter(std::mt19937 &random, const std::vector<CallRecord> &records, int depth)
{
    const auto number = [&](unsigned int below) { return static_cast<unsigned int>(random() % below); };
    const unsigned int kind = number(depth > 0 ? 10 : 5);
    if (kind >= 9)
        return "-(" + randomFilter(random, records, depth - 1) + ")";
    if (kind >= 7)
        return "(" + randomFilter(random, records, depth - 1) + " or " + randomFilter(random, records, depth - 1)
            + ")";
    if (kind >= 5)
        return randomFilter(random, records, depth - 1) + " " + randomFilter(random, records, depth - 1);
    const CallRecord &record = records[number(static_cast<unsigned int>(records.size()))];
    return (number(4) == 0 ? "-" : "") + randomCondition(random, record);
}

} // namespace cachescope::requestlog
