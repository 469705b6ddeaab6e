// SPDX-License-Identifier: MIT
#include "proxy/admin_desk.h"

#include "base/clock.h"
#include "base/digest.h"
#include "base/text.h"
#include "cache/control_api.h"
#include "http/head.h"
#include "proxy/proxy_server.h"
#include "requestlog/export.h"
#include "requestlog/query.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <limits>
#include <map>
#include <optional>

namespace cachescope::proxy {

using nlohmann::ordered_json;
using requestlog::TimeRange;

namespace {

constexpr std::size_t maxWaitingQuestions = 16;
constexpr std::int64_t defaultLimit = 100;
constexpr std::int64_t maxLimit = 1000;
constexpr std::int64_t microsPerSecond = 1'000'000;

using Parameters = std::map<std::string, std::string, std::less<>>;

std::string decoded(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+') {
            out.push_back(' ');
            continue;
        }
        if (text[i] == '%' && i + 2 < text.size()) {
            if (const auto byte = base::fromHex(text.substr(i + 1, 2))) {
                out += *byte;
                i += 2;
                continue;
            }
        }
        out.push_back(text[i]);
    }
    return out;
}

std::optional<std::int64_t> parseInteger(std::string_view text)
{
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < 0)
        return {};
    return value;
}

/** "90s", "30m", "24h", "7d" in microseconds. */
std::optional<std::int64_t> parseAge(std::string_view text)
{
    if (text.size() < 2)
        return {};
    const auto count = parseInteger(text.substr(0, text.size() - 1));
    static constexpr std::string_view units = "smhd";
    static constexpr std::array<std::int64_t, 4> seconds{ 1, 60, 3600, 86'400 };
    const std::size_t unit = units.find(text.back());
    if (!count || unit == std::string_view::npos || *count > 1'000'000)
        return {};
    return *count * seconds[unit] * microsPerSecond;
}

std::optional<requestlog::GroupBy> parseGroup(std::string_view text)
{
    using requestlog::GroupBy;
    static constexpr std::array<std::pair<std::string_view, GroupBy>, 4> groups{ { { "model", GroupBy::Model },
                                                                                   { "project", GroupBy::Project },
                                                                                   { "upstream",
                                                                                     GroupBy::Upstream },
                                                                                   { "day", GroupBy::Day } } };
    for (const auto &[name, group] : groups) {
        if (name == text)
            return group;
    }
    return {};
}

AdminAnswer fromError(const base::Error &error)
{
    return adminProblem(503, "log_unavailable", error.message);
}

} // namespace

Parameters parseAdminQuery(std::string_view query)
{
    Parameters parameters;
    for (const std::string_view part : base::split(query, '&')) {
        const std::size_t equals = part.find('=');
        if (equals != std::string_view::npos)
            parameters[decoded(part.substr(0, equals))] = decoded(part.substr(equals + 1));
    }
    return parameters;
}

AdminAnswer fromControl(cache::ControlAnswer answered)
{
    if (answered.json.empty())
        return adminProblem(answered.status, answered.code, answered.detail);
    return { answered.status, "application/json", std::move(answered.json) };
}

AdminAnswer adminProblem(int status, const std::string &code, const std::string &detail)
{
    const ordered_json document{ { "type", "about:blank" },
                                 { "title", std::string(http::reasonPhrase(status)) },
                                 { "status", status },
                                 { "code", code },
                                 { "detail", detail } };
    return { status, "application/problem+json",
             document.dump(-1, ' ', false, ordered_json::error_handler_t::replace) };
}

AdminDesk::AdminDesk(const Services &services)
    : m_services(services)
    , m_thread(&AdminDesk::run, this)
{ }

AdminDesk::~AdminDesk()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
        m_questions.clear();
    }
    m_wake.notify_one();
    m_thread.join();
}

void AdminDesk::ask(std::string path, std::string query, std::string body, Done done)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_questions.size() < maxWaitingQuestions) {
            m_questions.push_back({ std::move(path), std::move(query), std::move(body), std::move(done) });
            m_wake.notify_one();
            return;
        }
    }
    done(adminProblem(503, "busy", "too many questions to the log are waiting; ask again later"));
}

void AdminDesk::run()
{
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_wake.wait(lock, [this] { return m_stopping || !m_questions.empty(); });
        if (m_stopping)
            return;
        const Question question = std::move(m_questions.front());
        m_questions.pop_front();
        lock.unlock();
        question.done(answer(question));
        lock.lock();
    }
}

AdminAnswer AdminDesk::control(const Question &question, bool isPost)
{
    if (m_services.invalidator == nullptr)
        return adminProblem(503, "cache_unavailable", "this proxy runs without a cache");
    const base::UnixMicros now
        = (m_services.clock != nullptr ? *m_services.clock : base::SystemClock::instance()).wall();
    cache::ControlAnswer answered = cache::answerControl(
        *m_services.invalidator, { isPost, question.path, parseAdminQuery(question.query), question.body, "admin" },
        now);
    return fromControl(std::move(answered));
}

AdminAnswer AdminDesk::logJob(const Question &question)
{
    if (!m_services.logJobs)
        return adminProblem(503, "log_unavailable", "this proxy runs without a log");
    cache::ControlAnswer answered = m_services.logJobs(
        { wantsLogJobPost(question.path), question.path, parseAdminQuery(question.query), question.body, "admin" });
    return fromControl(std::move(answered));
}

AdminAnswer AdminDesk::answer(const Question &question)
{
    if (bool isPost = false; cache::isControlPath(question.path, isPost))
        return control(question, isPost);
    if (isLogJobPath(question.path))
        return logJob(question);
    if (!m_reader) {
        auto reader = requestlog::Reader::open(m_services.databasePath);
        if (!reader)
            return fromError(reader.error());
        m_reader = std::move(*reader);
    }
    if (question.path == "stats")
        return stats(question.query);
    if (question.path == "requests")
        return requests(question.query);
    return oneRequest(question.path.substr(std::string_view("requests/").size()));
}

AdminAnswer AdminDesk::stats(const std::string &query)
{
    const Parameters parameters = parseAdminQuery(query);
    const auto since = parameters.find("since");
    const auto by = parameters.find("by");
    const auto age
        = parseAge(since == parameters.end() ? std::string_view("24h") : std::string_view(since->second));
    if (!age)
        return adminProblem(400, "bad_parameter", "since wants a number with s, m, h or d, such as 24h");
    std::optional<requestlog::GroupBy> group;
    if (by != parameters.end()) {
        group = parseGroup(by->second);
        if (!group)
            return adminProblem(400, "bad_parameter", "by wants model, project, upstream or day");
    }
    const base::UnixMicros now
        = (m_services.clock != nullptr ? *m_services.clock : base::SystemClock::instance()).wall();
    auto text = requestlog::statsJson(*m_reader, { now - *age, now + microsPerSecond }, group);
    if (!text)
        return fromError(text.error());
    return { 200, "application/json", std::move(*text) };
}

AdminAnswer AdminDesk::requests(const std::string &query)
{
    const Parameters parameters = parseAdminQuery(query);
    const auto value = [&](std::string_view name) {
        const auto found = parameters.find(name);
        return found == parameters.end() ? std::string{} : found->second;
    };
    const auto limit = value("limit").empty() ? std::optional(defaultLimit) : parseInteger(value("limit"));
    const auto before = value("before").empty() ? std::optional(std::numeric_limits<std::int64_t>::max())
                                                : parseInteger(value("before"));
    if (!limit || *limit < 1 || *limit > maxLimit || !before)
        return adminProblem(400, "bad_parameter", "limit wants 1 to 1000, before wants the id of a request");
    const auto filter = requestlog::Filter::parse(value("filter"));
    if (!filter)
        return adminProblem(400, "bad_filter", filter.error().message);

    std::vector<std::int64_t> ids;
    const auto wanted = static_cast<std::size_t>(*limit);
    const auto found = m_reader->ids(
        { 0, std::numeric_limits<std::int64_t>::max() }, *filter, requestlog::SortColumn::Time, false,
        [&](const std::vector<std::int64_t> &batch) {
            for (const std::int64_t id : batch) {
                if (id < *before && ids.size() < wanted)
                    ids.push_back(id);
            }
            if (ids.size() >= wanted)
                m_reader->cancel();
        });
    if (!found && found.error().code != base::ErrorCode::Cancelled)
        return fromError(found.error());
    const auto rows = m_reader->rows(ids);
    if (!rows)
        return fromError(rows.error());
    std::string body = "{\"requests\":[";
    for (const requestlog::CallRecord &row : *rows) {
        if (body.back() != '[')
            body.push_back(',');
        body += requestlog::toJson(row);
    }
    body += "],\"next_before\":" + (ids.size() == wanted ? std::to_string(ids.back()) : std::string("null")) + "}";
    return { 200, "application/json", std::move(body) };
}

AdminAnswer AdminDesk::oneRequest(const std::string &id)
{
    const auto uid = base::Uid::parse(id);
    if (!uid)
        return adminProblem(400, "bad_id", "a request id is the 26 characters of X-Cachescope-Request-Id");
    const auto row = m_reader->byUid(*uid);
    if (!row)
        return fromError(row.error());
    if (!*row)
        return adminProblem(404, "not_found", "no request has this id");
    const auto contents = m_reader->contents((*row)->start.id);
    if (!contents)
        return fromError(contents.error());
    const auto insight = m_reader->insight((*row)->start.id);
    if (!insight)
        return fromError(insight.error());
    return { 200, "application/json", requestlog::toJson(**row, *contents, *insight) };
}

} // namespace cachescope::proxy
