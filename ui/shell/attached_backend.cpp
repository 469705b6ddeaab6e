// SPDX-License-Identifier: MIT
#include "ui/shell/attached_backend.h"

#include "engine/admin_client.h"
#include "engine/data_directory.h"

#include <nlohmann/json.hpp>

namespace cachescope::ui {

using engine::Attachment;
using Json = nlohmann::json;
using Mode = proxy::ProxyServer::Mode;

namespace {

constexpr int insightsIntervalMs = 1000;

const char *nameOf(Mode mode)
{
    return mode == Mode::On ? "on" : mode == Mode::Paused ? "paused" : "bypass";
}

std::string text(const Json &json)
{
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace

AttachedBackend::AttachedBackend(Attachment &attachment, TakeOver takeOver, QObject *parent)
    : Backend(parent)
    , m_attachment(attachment)
    , m_takeOver(std::move(takeOver))
    , m_entries(std::make_unique<engine::RemoteEntries>(attachment.dataDirectory()))
    , m_configured(engine::readAttachedConfiguration(attachment.state().configured))
    , m_runSince(attachment.state().startedAt)
{
    if (!state().news.empty())
        m_newsTold = state().news.back().number; // What happened before this window came is in the log.
    m_insightsTimer.setSingleShot(true);
    m_insightsTimer.setInterval(insightsIntervalMs);
    connect(&m_insightsTimer, &QTimer::timeout, this, &Backend::insightsChanged);
    connect(&attachment, &Attachment::phaseChanged, this, &AttachedBackend::takePhase);
    connect(&attachment, &Attachment::stateChanged, this, &AttachedBackend::takeState);
    connect(&attachment, &Attachment::callsEnded, this, &Backend::callsChanged);
}

std::string AttachedBackend::configFile() const
{
    return state().configured.file;
}

std::string AttachedBackend::databasePath() const
{
    return engine::databaseFile(m_attachment.dataDirectory());
}

std::optional<AttachmentFacts> AttachedBackend::attachment() const
{
    using Phase = AttachmentFacts::Phase;
    AttachmentFacts facts;
    facts.phase = isAttached()                                    ? Phase::Attached
        : m_attachment.phase() == Attachment::Phase::OtherVersion ? Phase::OtherVersion
                                                                  : Phase::Lost;
    facts.toWindow = state().hasWindow;
    facts.process = state().process;
    facts.since = state().startedAt;
    facts.version = state().version;
    facts.problem = m_attachment.problem();
    facts.directoryFree = !isAttached() && m_attachment.isDirectoryFree();
    return facts;
}

base::Result<> AttachedBackend::runProxyHere()
{
    return m_takeOver();
}

base::Error AttachedBackend::away() const
{
    return { base::ErrorCode::Unavailable, "Nothing was changed: " + m_attachment.problem() };
}

engine::ProxyState AttachedBackend::proxyState() const
{
    using Kind = engine::ProxyState::Kind;
    engine::ProxyState proxy = state().proxy;
    if (!isAttached()) {
        proxy.kind = Kind::Stopped;
        proxy.message = m_attachment.problem();
    } else if (m_wantedMode) {
        proxy.kind = *m_wantedMode == Mode::On ? Kind::On
            : *m_wantedMode == Mode::Paused    ? Kind::Paused
                                               : Kind::Bypass;
    }
    return proxy;
}

std::map<std::string, proxy::UpstreamHealth> AttachedBackend::upstreamHealth() const
{
    return isAttached() ? state().upstreams : std::map<std::string, proxy::UpstreamHealth>();
}

base::Result<> AttachedBackend::startProxy(std::uint16_t /*port*/)
{
    if (!isAttached())
        return tl::unexpected(away());
    return base::failure(
        base::ErrorCode::Unavailable,
        "The proxy belongs to another process; change its port in Settings, or restart that process.");
}

/** Passes a control on. What fails becomes a notice. */
void AttachedBackend::post(const std::string &path, const std::string &json, const std::string &whatFailed)
{
    m_attachment.ask({ true, path, {}, json, {} }, [this, whatFailed](const auto &answer) {
        if (!answer)
            setProblem(whatFailed + " " + answer.error().message);
        else if (answer->json.empty())
            setProblem(whatFailed + " " + answer->detail);
        else
            setProblem({});
    });
}

void AttachedBackend::setProblem(const std::string &problem)
{
    if (m_problem == problem)
        return;
    m_problem = problem;
    Q_EMIT noticesChanged();
}

void AttachedBackend::setMode(Mode mode)
{
    if (!isAttached())
        return setProblem(away().message);
    m_wantedMode = mode;
    ++m_modesUnderWay;
    m_attachment.ask(
        { true, "window/mode", {}, text({ { "mode", nameOf(mode) } }), {} }, [this](const auto &answer) {
            --m_modesUnderWay;
            const std::string why = answer ? answer->detail : answer.error().message;
            setProblem(why.empty() ? std::string() : "The mode was not changed: " + why);
        });
    Q_EMIT proxyStateChanged();
}

void AttachedBackend::setPinned(std::int64_t callId, bool pinned)
{
    post("window/call", text({ { "id", callId }, { "pinned", pinned } }), "The pin was not set:");
}

void AttachedBackend::setNote(std::int64_t callId, std::string note)
{
    post("window/call", text({ { "id", callId }, { "note", std::move(note) } }), "The note was not kept:");
}

void AttachedBackend::cleanUpLog()
{
    post("window/clean-up", "{}", "The log was not cleaned up:");
}

void AttachedBackend::askLogJobs(
    const cache::ControlQuestion &question, std::function<void(const cache::ControlAnswer &)> done)
{
    m_attachment.ask(question, [done = std::move(done)](const base::Result<cache::ControlAnswer> &answer) {
        constexpr int unavailable = 503;
        done(answer ? *answer : cache::ControlAnswer{ unavailable, {}, "unavailable", answer.error().message });
    });
}

base::Result<> AttachedBackend::changeSetting(const std::string &path, const std::string &jsonValue)
{
    if (!isAttached())
        return tl::unexpected(away());
    auto changed = engine::withSetting(state().configured, path, jsonValue);
    if (!changed)
        return tl::unexpected(changed.error());
    m_configured = std::move(*changed);
    ++m_settingsUnderWay;
    m_attachment.ask(
        { true, "window/setting", {}, text({ { "path", path }, { "value", jsonValue } }), {} },
        [this, path](const base::Result<cache::ControlAnswer> &answer) { settingAnswered(path, answer); });
    Q_EMIT configurationChanged();
    return {};
}

void AttachedBackend::settingAnswered(const std::string &path, const base::Result<cache::ControlAnswer> &answer)
{
    --m_settingsUnderWay;
    // A proxy that moves may take its old connections along before this answer is through: the state will tell.
    const bool moves = path.starts_with("listen.") || path == "limits.threads";
    if (answer && !answer->json.empty())
        setProblem({});
    else if (answer || !moves)
        setProblem(
            "The setting " + path + " was not changed: " + (answer ? answer->detail : answer.error().message));
    if ((!answer || answer->json.empty()) && m_settingsUnderWay == 0) {
        readConfiguration();
        Q_EMIT configurationChanged();
    }
}

/** From the file: it may have been renewed this moment. */
std::string AttachedBackend::adminToken() const
{
    const auto found = engine::findAdminAddress(m_attachment.dataDirectory());
    return found ? found->token : std::string();
}

base::Result<> AttachedBackend::renewAdminToken()
{
    if (!isAttached())
        return tl::unexpected(away());
    m_attachment.ask({ true, "window/token", {}, "{}", {} }, [this](const auto &answer) {
        const std::string why = answer ? answer->detail : answer.error().message;
        setProblem(why.empty() ? std::string() : "The token was not renewed: " + why);
        Q_EMIT configurationChanged(); // Settings shows its end.
    });
    return {};
}

std::vector<std::string> AttachedBackend::notices() const
{
    std::vector<std::string> all = state().notices;
    for (const std::string &own : { m_configured.problem, m_problem }) {
        if (!own.empty())
            all.push_back(own);
    }
    return all;
}

std::function<base::Result<std::unique_ptr<LogSource>>()> AttachedBackend::logOpener() const
{
    return [path = databasePath()] { return openLogSource(path); };
}

void AttachedBackend::stop(int /*timeoutMs*/)
{
    Q_EMIT stopped();
}

std::shared_ptr<const insight::AlertSnapshot> AttachedBackend::alerts() const
{
    return state().alerts.value ? state().alerts.value : Backend::alerts();
}

void AttachedBackend::snoozeAlert(const std::string &rule, base::UnixMicros until)
{
    post("window/snooze", text({ { "rule", rule }, { "until", until } }), "The alert was not snoozed:");
}

void AttachedBackend::sendTestAlert(const insight::AlertRule &rule)
{
    post("window/test-alert", text({ { "rule", insight::alertRulesJson({ rule }) } }), "The test was not sent:");
}

void AttachedBackend::takePhase()
{
    Q_EMIT attachmentChanged();
    Q_EMIT proxyStateChanged();
    Q_EMIT callsChanged();
}

void AttachedBackend::readConfiguration()
{
    m_configured = engine::readAttachedConfiguration(state().configured);
    Q_EMIT noticesChanged(); // It may have a problem, or none any more.
}

void AttachedBackend::takeState(const std::set<std::string> &changed)
{
    const auto any = [&changed](std::initializer_list<const char *> names) {
        return std::any_of(names.begin(), names.end(), [&](const char *name) { return changed.contains(name); });
    };
    const bool modeSettled = m_wantedMode && m_modesUnderWay == 0;
    if (modeSettled)
        m_wantedMode.reset();
    if (any({ "configured", "started_at" }) && m_settingsUnderWay == 0) {
        readConfiguration();
        Q_EMIT configurationChanged();
    }
    if (modeSettled || any({ "proxy" }))
        Q_EMIT proxyStateChanged();
    if (any({ "process", "started_at" }))
        Q_EMIT attachmentChanged();
    if (any({ "open_calls", "dropped_rows", "writer", "upstreams" }))
        Q_EMIT callsChanged();
    if (any({ "notices" }))
        Q_EMIT noticesChanged();
    if (any({ "analysis", "problems" }) && !m_insightsTimer.isActive())
        m_insightsTimer.start();
    if (any({ "alerts", "delivery" }))
        Q_EMIT alertsChanged();
    if (any({ "news", "started_at" }))
        takeNews();
}

/** Each piece of news once; another run counts from one again. */
void AttachedBackend::takeNews()
{
    if (std::exchange(m_runSince, state().startedAt) != state().startedAt)
        m_newsTold = 0;
    for (const engine::AlertNews &news : state().news) {
        if (news.number <= m_newsTold)
            continue;
        m_newsTold = news.number;
        if (news.notice)
            Q_EMIT alertNoticed(*news.notice);
        else
            Q_EMIT alertTold(news.way, QString::fromStdString(news.rule), QString::fromStdString(news.problem));
    }
}

} // namespace cachescope::ui

#include "moc_attached_backend.cpp"
