// SPDX-License-Identifier: MIT
#include "insight/insight_facts.h"

#include "base/text.h"
#include "prompt/cache_points.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace cachescope::insight {

namespace {

using Json = nlohmann::json;
using prompt::TokenLayout;

constexpr std::size_t contextBytes = 48, shownBytes = 96;

/** At most `bytes` of the end of a text, beginning with a whole character. */
std::string endOf(std::string_view text, std::size_t bytes)
{
    std::size_t begin = text.size() > bytes ? text.size() - bytes : 0;
    while (begin < text.size() && (static_cast<unsigned char>(text[begin]) & 0xc0) == 0x80)
        ++begin;
    return std::string(text.substr(begin));
}

/** At most `bytes` of its beginning, ending with a whole character. */
std::string beginOf(std::string_view text, std::size_t bytes)
{
    std::size_t end = std::min(bytes, text.size());
    while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80)
        --end;
    return std::string(text.substr(0, end));
}

/** A prompt's text from the first differing token on; `at`: where that is in the segment's text. */
std::string_view restOf(const KnownPrompt &call, std::size_t segment, std::size_t token, std::size_t &at)
{
    at = 0;
    if (segment >= call.layout.segments.size())
        return {};
    const TokenLayout::SegmentTokens &place = call.layout.segments[segment];
    const std::string_view text = call.prompt->segments()[segment].text.text();
    at = token < place.tokens.size() ? place.tokens[token].begin : text.size();
    return text.substr(at);
}

} // namespace

std::string factsToJson(const Facts &facts)
{
    Json json = Json::object();
    const auto text = [&json](const char *name, const std::string &value) {
        if (!value.empty())
            json[name] = value;
    };
    const auto number = [&json](const char *name, std::int64_t value, std::int64_t unset) {
        if (value != unset)
            json[name] = value;
    };
    text("before", facts.before);
    text("was", facts.was);
    text("is", facts.is);
    text("model_before", facts.modelBefore);
    text("parameters", facts.parameters);
    text("provider_word", facts.providerWord);
    text("fix", facts.fix);
    if (facts.orderOnly)
        json["order_only"] = true;
    if (facts.fixIsSafe)
        json["fix_is_safe"] = true;
    number("idle_s", facts.idleSeconds, -1);
    number("lifetime_s", facts.lifetimeSeconds, -1);
    number("minimum", facts.minimum, 0);
    number("input", facts.input, 0);
    number("equal_bytes", facts.equalBytes, 0);
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Facts factsFromJson(std::string_view text)
{
    Facts facts;
    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_object())
        return facts;
    const auto read = [&json](const char *name, auto &value) {
        using Value = std::decay_t<decltype(value)>;
        const auto found = json.find(name);
        if (found == json.end())
            return;
        if constexpr (std::is_same_v<Value, std::string>) {
            if (found->is_string())
                value = found->get<std::string>();
        } else if constexpr (std::is_same_v<Value, bool>) {
            value = found->is_boolean() && found->get<bool>();
        } else if (found->is_number_integer()) {
            value = found->get<std::int64_t>();
        }
    };
    read("before", facts.before);
    read("was", facts.was);
    read("is", facts.is);
    read("model_before", facts.modelBefore);
    read("parameters", facts.parameters);
    read("provider_word", facts.providerWord);
    read("fix", facts.fix);
    read("order_only", facts.orderOnly);
    read("fix_is_safe", facts.fixIsSafe);
    read("idle_s", facts.idleSeconds);
    read("lifetime_s", facts.lifetimeSeconds);
    read("minimum", facts.minimum);
    read("input", facts.input);
    read("equal_bytes", facts.equalBytes);
    return facts;
}

void noteDifference(
    Facts &facts, requestlog::CallInsight &insight, const KnownPrompt &earlier, const KnownPrompt &later,
    const Reuse &reuse, double scale)
{
    const std::string_view a = earlier.prompt->bytes(), b = later.prompt->bytes();
    facts.equalBytes
        = std::mismatch(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(std::min(a.size(), b.size())), b.begin())
              .first
        - a.begin();
    const auto shared = prompt::sharedPrefix(*earlier.prompt, earlier.layout, *later.prompt, later.layout);
    const bool inLater = shared.segments < later.layout.segments.size();
    if (!inLater && shared.segments >= earlier.layout.segments.size())
        return; // Not a token differs.
    insight.differsAt = std::llround(static_cast<double>(reuse.sharedTokens) * scale);
    insight.place = inLater ? later.prompt->segments()[shared.segments].label
                            : earlier.prompt->segments()[shared.segments].label;
    facts.orderOnly = reuse.orderOnly;
    std::size_t atEarlier = 0, atLater = 0;
    const std::string_view was = restOf(earlier, shared.segments, shared.tokens, atEarlier);
    const std::string_view is = restOf(later, shared.segments, shared.tokens, atLater);
    if (inLater)
        facts.before = endOf(
            std::string_view(later.prompt->segments()[shared.segments].text.text()).substr(0, atLater),
            contextBytes);
    facts.was = beginOf(was, shownBytes);
    facts.is = beginOf(is, shownBytes);
}

} // namespace cachescope::insight
