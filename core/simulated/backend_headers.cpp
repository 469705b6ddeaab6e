// SPDX-License-Identifier: MIT
// Error answers and response headers of the providers (prompt-caching rules, sections 13 and 14).
#include "simulated/backend.h"

#include <algorithm>
#include <array>
#include <ctime>

namespace cachescope::simulated {

namespace {

constexpr std::int64_t requestLimit = 10'000;
constexpr std::int64_t tokenLimit = 2'000'000;

/** IMF-fixdate of RFC 9110, section 5.6.7. */
std::string httpDate(std::int64_t unixSeconds)
{
    const std::time_t time = unixSeconds;
    std::tm parts{};
    gmtime_r(&time, &parts);
    static constexpr std::array<const char *, 7> days{ "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
    static constexpr std::array<const char *, 12> months{ "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    std::array<char, 64> text{};
    const int size = std::snprintf(
        text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
        days[static_cast<std::size_t>(parts.tm_wday)], parts.tm_mday,
        months[static_cast<std::size_t>(parts.tm_mon)], parts.tm_year + 1900, parts.tm_hour, parts.tm_min,
        parts.tm_sec);
    return { text.data(), static_cast<std::size_t>(size) };
}

void addRetryHint(Fault fault, std::int64_t now, http::Fields &fields)
{
    switch (fault) {
    case Fault::Status429:
    case Fault::Status503:
        fields.add("retry-after", "1");
        break;
    case Fault::Status429Milliseconds:
        fields.add("retry-after-ms", "250");
        break;
    case Fault::Status429Date:
        fields.add("retry-after", httpDate(now + 2));
        break;
    case Fault::Status429Long:
        fields.add("retry-after", "90");
        break;
    default:
        break;
    }
}

std::string messageOf(int status, Family family)
{
    switch (status) {
    case 400:
        return "Simulated: the request is invalid.";
    case 401:
        return family == Family::Anthropic ? "invalid x-api-key" : "Incorrect API key provided.";
    case 402:
        return family == Family::DeepSeek ? "Insufficient Balance" : "Your credit balance is too low.";
    case 403:
        return "Simulated: you are not allowed to use this.";
    case 404:
        return "The model does not exist or you do not have access to it.";
    case 429:
        return family == Family::Anthropic
            ? "This request would exceed your organization's rate limit of 50 requests per minute."
            : "Rate limit reached for requests. Please try again in 1s.";
    case 503:
        return "The service is temporarily overloaded.";
    case 529:
        return "Overloaded";
    default:
        return "The server had an error while processing your request. Sorry about that!";
    }
}

std::string codeOf(int status)
{
    switch (status) {
    case 401:
        return "invalid_api_key";
    case 404:
        return "model_not_found";
    case 429:
        return "rate_limit_exceeded";
    default:
        return {};
    }
}

void addOpenAiLimits(http::Fields &fields, std::int64_t tokens, std::int64_t calls)
{
    const std::int64_t used = calls % requestLimit;
    fields.add("x-ratelimit-limit-requests", std::to_string(requestLimit));
    fields.add("x-ratelimit-limit-tokens", std::to_string(tokenLimit));
    fields.add("x-ratelimit-remaining-requests", std::to_string(requestLimit - 1 - used % 50));
    fields.add("x-ratelimit-remaining-tokens", std::to_string(std::max<std::int64_t>(0, tokenLimit - tokens)));
    fields.add("x-ratelimit-reset-requests", "6ms");
    fields.add("x-ratelimit-reset-tokens", std::to_string(tokens * 60'000 / tokenLimit) + "ms");
}

void addAnthropicLimits(http::Fields &fields, std::int64_t tokens, std::int64_t now)
{
    const auto add = [&](const char *kind, std::int64_t limit, std::int64_t remaining) {
        const std::string name = std::string("anthropic-ratelimit-") + kind;
        fields.add(name + "-limit", std::to_string(limit));
        fields.add(name + "-remaining", std::to_string(std::max<std::int64_t>(0, remaining)));
        fields.add(name + "-reset", dateText(now + 1));
    };
    add("requests", 4000, 3999);
    add("input-tokens", tokenLimit, (tokenLimit - tokens) / 1000 * 1000);
    add("output-tokens", 400'000, 400'000);
    add("tokens", tokenLimit + 400'000, (tokenLimit + 400'000 - tokens) / 1000 * 1000);
}

} // namespace

Answer Backend::fail(const Turn &turn, int status, const ErrorText &error)
{
    Answer answer;
    answer.status = status;
    answer.body = errorBody(turn.call, status, error, turn.requestId);
    return answer;
}

Answer Backend::faulty(const Turn &turn)
{
    const int status = faultStatus(turn.fault);
    if (turn.fault == Fault::Redirect) {
        Answer answer;
        answer.status = status;
        answer.fields.add("location", "http://127.0.0.1:9/v1/elsewhere");
        return answer;
    }
    if (turn.fault == Fault::Status502Html) {
        Answer answer;
        answer.status = status;
        answer.fields.add("content-type", "text/html");
        answer.body = "<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad "
                      "Gateway</h1></center></body></html>\n";
        return answer;
    }
    Answer answer = fail(turn, status, { messageOf(status, turn.call.family), {}, codeOf(status), {} });
    addRetryHint(turn.fault, m_clock.wall() / 1'000'000, answer.fields);
    return answer;
}

void Backend::addHeaders(const Turn &turn, Answer &answer)
{
    http::Fields &fields = answer.fields;
    const std::int64_t now = m_clock.wall() / 1'000'000;
    const Family family = turn.call.family;
    if (!fields.find("content-type")) {
        const char *json = family == Family::Gemini ? "application/json; charset=UTF-8" : "application/json";
        fields.add("content-type", answer.stream ? std::string_view(answer.stream->contentType) : json);
    }
    fields.add("date", httpDate(now));
    fields.add("server", "cachescope-simulated");
    if (answer.stream)
        fields.add("cache-control", "no-cache");
    const std::int64_t tokens = answer.plan.use.total;
    if (family == Family::Anthropic) {
        fields.add("request-id", turn.requestId);
        fields.add("anthropic-organization-id", "00000000-0000-4000-8000-000000000000");
        addAnthropicLimits(fields, tokens, now);
    } else if (family == Family::OpenAi) {
        fields.add("x-request-id", turn.requestId);
        fields.add("openai-version", "2020-10-01");
        fields.add("openai-organization", "simulated");
        fields.add("openai-processing-ms", std::to_string(answer.think.count() / 1000));
        addOpenAiLimits(fields, tokens, m_calls);
    } else if (family == Family::Gemini) {
        fields.add("server-timing", "gfet4t7; dur=" + std::to_string(answer.think.count() / 1000));
    }
    answer.coding = turn.call.coding;
}

} // namespace cachescope::simulated
