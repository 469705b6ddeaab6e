// SPDX-License-Identifier: MIT
// Error bodies (prompt-caching rules, section 13).
#include "simulated/answer.h"

namespace cachescope::simulated {

namespace {

std::string openAiType(int status, const std::string &code)
{
    if (status == 429)
        return code == "insufficient_quota" ? code : "requests";
    return status >= 500 ? "server_error" : "invalid_request_error";
}

std::string anthropicType(int status)
{
    switch (status) {
    case 401:
        return "authentication_error";
    case 402:
        return "billing_error";
    case 403:
        return "permission_error";
    case 404:
        return "not_found_error";
    case 413:
        return "request_too_large";
    case 429:
        return "rate_limit_error";
    case 504:
        return "timeout_error";
    case 529:
        return "overloaded_error";
    default:
        return status >= 500 ? "api_error" : "invalid_request_error";
    }
}

std::string geminiStatus(int status)
{
    switch (status) {
    case 401:
        return "UNAUTHENTICATED";
    case 403:
        return "PERMISSION_DENIED";
    case 404:
        return "NOT_FOUND";
    case 408:
    case 504:
        return "DEADLINE_EXCEEDED";
    case 409:
        return "ABORTED";
    case 429:
        return "RESOURCE_EXHAUSTED";
    case 503:
    case 529:
        return "UNAVAILABLE";
    default:
        return status >= 500 ? "INTERNAL" : "INVALID_ARGUMENT";
    }
}

Json geminiError(int status, const ErrorText &error)
{
    Json value{ { "code", status },
                { "message", error.message },
                { "status", error.type.empty() ? geminiStatus(status) : error.type } };
    if (status == 429) {
        value["details"]
            = Json::array({ { { "@type", "type.googleapis.com/google.rpc.QuotaFailure" },
                              { "violations",
                                Json::array({ { { "quotaMetric",
                                                  "generativelanguage.googleapis.com/"
                                                  "generate_content_requests" },
                                                { "quotaId", "GenerateRequestsPerMinutePerProjectPerModel" },
                                                { "quotaValue", "60" } } }) } },
                            { { "@type", "type.googleapis.com/google.rpc.RetryInfo" }, { "retryDelay", "1s" } } });
    } else if (error.code == "API_KEY_INVALID") {
        value["details"] = Json::array({ { { "@type", "type.googleapis.com/google.rpc.ErrorInfo" },
                                           { "reason", "API_KEY_INVALID" },
                                           { "domain", "googleapis.com" } } });
    }
    return { { "error", value } };
}

} // namespace

std::string errorBody(const Call &call, int status, const ErrorText &error, std::string_view requestId)
{
    if (call.family == Family::Gemini)
        return geminiError(status, error).dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
    if (call.family == Family::Anthropic) {
        return compact(Json{ { "type", "error" },
                             { "error",
                               { { "type", error.type.empty() ? anthropicType(status) : error.type },
                                 { "message", error.message } } },
                             { "request_id", requestId } });
    }
    const auto orNull = [](const std::string &value) { return value.empty() ? Json() : Json(value); };
    return compact(Json{ { "error",
                           { { "message", error.message },
                             { "type", error.type.empty() ? openAiType(status, error.code) : error.type },
                             { "param", orNull(error.parameter) },
                             { "code", orNull(error.code) } } } });
}

} // namespace cachescope::simulated
