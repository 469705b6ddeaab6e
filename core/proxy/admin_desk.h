// SPDX-License-Identifier: MIT
#pragma once

#include "cache/control_api.h"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace cachescope::requestlog {
class Reader;
}

namespace cachescope::proxy {

struct Services;

/** A whole answer of the admin API. */
struct AdminAnswer
{
    int status = 200;
    std::string contentType = "application/json";
    std::string body;
};
/** Paths of Services::logJobs, and which of them are asked by POST. */
constexpr bool wantsLogJobPost(std::string_view path)
{
    return path == "import" || path == "reprice";
}
constexpr bool isLogJobPath(std::string_view path)
{
    return wantsLogJobPost(path) || path == "imports" || path == "repricings";
}

/** Paths of Services::window; the state is asked by GET, all else by POST. */
constexpr bool isWindowPath(std::string_view path)
{
    return path.starts_with("window/");
}
constexpr bool wantsWindowPost(std::string_view path)
{
    return path != "window/state";
}
/** The parameters of a query, decoded. */
std::map<std::string, std::string, std::less<>> parseAdminQuery(std::string_view query);
/** What a part of the program answered, as the admin API sends it. */
AdminAnswer fromControl(cache::ControlAnswer answered);

/** An error as a problem document (RFC 9457). */
AdminAnswer adminProblem(int status, const std::string &code, const std::string &detail);

/**
 * Answers the admin API's questions to the log on a thread of its own, with a read-only connection of its own, so
 * that no query ever holds up a call. At most a few questions wait; more are turned away. Thread-safe.
 */
class AdminDesk
{
public:
    /** Called on the desk's thread. */
    using Done = std::function<void(AdminAnswer)>;

    explicit AdminDesk(const Services &services);
    ~AdminDesk();
    AdminDesk(const AdminDesk &) = delete;
    AdminDesk &operator=(const AdminDesk &) = delete;

    /** `path` is what follows /_cachescope/, `query` what follows the question mark, `body` a POST's. */
    void ask(std::string path, std::string query, std::string body, Done done);

private:
    struct Question
    {
        std::string path, query, body;
        Done done;
    };
    void run();
    AdminAnswer answer(const Question &question);
    AdminAnswer control(const Question &question, bool isPost);
    AdminAnswer logJob(const Question &question);
    AdminAnswer stats(const std::string &query);
    AdminAnswer requests(const std::string &query);
    AdminAnswer oneRequest(const std::string &id);

    const Services &m_services;
    std::unique_ptr<requestlog::Reader> m_reader; ///< The desk's thread only; opened at the first question.
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Question> m_questions; ///< under m_mutex
    bool m_stopping = false; ///< under m_mutex
    std::thread m_thread;
};

} // namespace cachescope::proxy
