// SPDX-License-Identifier: MIT
#include "engine/window_desk.h"

#include "base/digest.h"
#include "base/text.h"
#include "engine/alert_desk.h"
#include "engine/data_directory.h"
#include "storage/schema.h"

#include <nlohmann/json.hpp>

#include <QCoreApplication>
#include <QDir>

namespace cachescope::engine {

namespace {

using cache::ControlAnswer;
using Json = nlohmann::json;
using Mode = proxy::ProxyServer::Mode;

constexpr std::size_t newsKept = 20;
constexpr std::string_view prefix = "window/";

ControlAnswer done()
{
    return { 200, "{}", {}, {} };
}

ControlAnswer wrong(const std::string &what)
{
    return { 400, {}, "bad_request", what };
}

ControlAnswer answerOf(const base::Result<> &result)
{
    if (result)
        return done();
    const bool theirs = result.error().code == base::ErrorCode::InvalidInput;
    return { theirs ? 400 : 503, {}, "refused", result.error().message };
}

/** A member of the body; false when it is missing or of another type. */
template <typename T> bool take(const Json &body, const char *name, T &value)
{
    const auto member = body.find(name);
    if (member == body.end())
        return false;
    if constexpr (std::same_as<T, std::string>) {
        if (!member->is_string())
            return false;
    } else if constexpr (std::same_as<T, bool>) {
        if (!member->is_boolean())
            return false;
    } else if (!member->is_number_integer()) {
        return false;
    }
    value = member->template get<T>();
    return true;
}

ControlAnswer setMode(Engine &engine, const Json &body)
{
    std::string mode;
    if (take(body, "mode", mode)) {
        for (const auto &[name, value] : { std::pair("on", Mode::On), std::pair("bypass", Mode::CacheBypassed),
                                           std::pair("paused", Mode::Paused) }) {
            if (mode == name) {
                engine.setMode(value);
                return done();
            }
        }
    }
    return wrong("mode wants on, bypass or paused");
}

ControlAnswer markCall(Engine &engine, const Json &body)
{
    std::int64_t id = 0;
    bool pinned = false;
    std::string note;
    if (!take(body, "id", id))
        return wrong("a call is named by its number: {\"id\": 1}");
    if (take(body, "pinned", pinned))
        engine.log().setPinned(id, pinned);
    else if (take(body, "note", note))
        engine.log().setNote(id, std::move(note));
    else
        return wrong("a call can be given pinned (true or false) or note (a text)");
    return done();
}

ControlAnswer changeSetting(Engine &engine, const Json &body)
{
    std::string path, value;
    if (!take(body, "path", path) || !take(body, "value", value))
        return wrong("a setting wants path and value, both texts");
    return answerOf(engine.changeSetting(path, value));
}

ControlAnswer snooze(Engine &engine, const Json &body)
{
    std::string rule;
    std::int64_t until = 0;
    if (!take(body, "rule", rule) || !take(body, "until", until))
        return wrong("snooze wants rule (its name) and until (microseconds since 1970; 0: no longer)");
    engine.alerts().snooze(rule, until);
    return done();
}

ControlAnswer sendTest(Engine &engine, const Json &body)
{
    std::string text;
    if (!take(body, "rule", text))
        return wrong("test-alert wants rule, as in alerts[] of config.json");
    const auto rules = insight::parseAlertRules(text, "window/test-alert");
    if (!rules)
        return wrong(rules.error().message);
    if (rules->size() != 1)
        return wrong("test-alert wants one rule");
    engine.alerts().sendTest(rules->front());
    return done();
}

} // namespace

WindowDesk::WindowDesk(Engine &engine)
    : m_engine(engine)
    , m_startedAt(base::SystemClock::instance().wall())
{
    readConfigurationDigest();
    connect(&engine, &Engine::configurationChanged, this, &WindowDesk::readConfigurationDigest);
    connect(&engine.alerts(), &AlertDesk::noticed, this, [this](const insight::AlertNotice &notice) {
        addNews({ 0, notice, 0, {}, {} });
    });
    connect(&engine.alerts(), &AlertDesk::told, this, [this](int way, const QString &rule, const QString &problem) {
        addNews({ 0, {}, way, rule.toStdString(), problem.toStdString() });
    });
}

void WindowDesk::readConfigurationDigest()
{
    const auto text = readSmallFile(m_engine.configFile());
    m_configurationDigest = text ? base::toHex(base::sha256(*text)) : std::string();
}

void WindowDesk::addNews(AlertNews news)
{
    news.number = ++m_newsNumber;
    m_news.push_back(std::move(news));
    if (m_news.size() > newsKept)
        m_news.pop_front();
}

void WindowDesk::ask(cache::ControlQuestion question, Done answered)
{
    QMetaObject::invokeMethod(
        this,
        [this, question = std::move(question), answered = std::move(answered)] { answered(answer(question)); },
        Qt::QueuedConnection);
}

WindowState WindowDesk::state() const
{
    const config::Config &configuration = m_engine.configuration();
    WindowState state;
    state.format = WindowState::formatVersion;
    state.schema = storage::schemaVersion;
    state.version = QCoreApplication::applicationVersion().toStdString();
    state.process = QCoreApplication::applicationPid();
    state.startedAt = m_startedAt;
    state.hasWindow = m_engine.hasWindow();
    state.demo = m_engine.isDemo();
    state.configured.file = QDir().absoluteFilePath(QString::fromStdString(m_engine.configFile())).toStdString();
    state.configured.digest = m_configurationDigest;
    state.configured.host = configuration.listen.host;
    state.configured.port = configuration.listen.port;
    for (const auto &[name, upstream] : configuration.upstreams)
        state.configured.upstreams[name] = upstream.url;
    state.configured.alertsJson = configuration.alertsJson;
    state.proxy = m_engine.proxyState();
    state.upstreams = m_engine.upstreamHealth();
    state.writer = m_engine.writeStatus();
    state.cache = m_engine.cacheStatus();
    state.openCalls = m_engine.openCalls();
    state.droppedRows = m_engine.log().droppedRows();
    state.live = m_engine.log().live();
    state.analysis = m_engine.analysisStatus();
    state.notices = m_engine.notices();
    state.problems.value = m_engine.logProblems();
    state.alerts.value = m_engine.alerts().snapshot();
    state.delivery = m_engine.alerts().delivery();
    state.news.assign(m_news.begin(), m_news.end());
    return state;
}

cache::ControlAnswer WindowDesk::answer(const cache::ControlQuestion &question)
{
    const std::string what = question.path.substr(prefix.size());
    if (what != "state")
        return control(what, question);
    std::set<std::string> known;
    if (const auto have = question.parameters.find("have"); have != question.parameters.end()) {
        for (const std::string_view hash : base::split(have->second, ','))
            known.insert(std::string(hash));
    }
    return { 200, windowStateJson(state(), known), {}, {} };
}

cache::ControlAnswer WindowDesk::control(const std::string &what, const cache::ControlQuestion &question)
{
    const Json body = question.body.empty() ? Json::object() : Json::parse(question.body, nullptr, false);
    if (!body.is_object())
        return wrong("the body must be one JSON object");
    if (what == "mode")
        return setMode(m_engine, body);
    if (what == "setting")
        return changeSetting(m_engine, body);
    if (what == "call")
        return markCall(m_engine, body);
    if (what == "snooze")
        return snooze(m_engine, body);
    if (what == "test-alert")
        return sendTest(m_engine, body);
    if (what == "token")
        return answerOf(m_engine.renewAdminToken());
    if (what == "clean-up") {
        m_engine.log().cleanUp();
        return done();
    }
    return { 404, {}, "not_found", "there is no window/" + what };
}

} // namespace cachescope::engine

#include "moc_window_desk.cpp"
