// SPDX-License-Identifier: MIT
#include "cache/team_news.h"

#include <nlohmann/json.hpp>

namespace cachescope::cache {

using nlohmann::json;

std::string TeamNews::toJson() const
{
    json out{ { "kind", kind == Kind::Undone ? "undone" : "invalidated" }, { "id", id }, { "at", at } };
    if (kind == Kind::Invalidated) {
        out["action"] = action == InvalidateAction::Remove ? "remove" : "stale";
        out["selector"] = selector;
        out["cause"] = cause;
    }
    return out.dump(-1, ' ', false, json::error_handler_t::replace);
}

base::Result<TeamNews> TeamNews::fromJson(std::string_view text)
{
    try {
        const json in = json::parse(text);
        TeamNews news;
        const auto kind = in.at("kind").get<std::string>();
        news.id = in.at("id").get<std::string>();
        news.at = in.at("at").get<std::int64_t>();
        if (kind == "undone") {
            news.kind = Kind::Undone;
            return news;
        }
        if (kind != "invalidated")
            return base::failure(base::ErrorCode::Corrupt, "The team's news are of an unknown kind: " + kind + '.');
        news.action
            = in.at("action").get<std::string>() == "remove" ? InvalidateAction::Remove : InvalidateAction::Stale;
        news.selector = in.at("selector").get<std::string>();
        news.cause = in.at("cause").get<std::string>();
        return news;
    } catch (const json::exception &) {
        return base::failure(base::ErrorCode::Corrupt, "The team's news cannot be read.");
    }
}

} // namespace cachescope::cache
