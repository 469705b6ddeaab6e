// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "engine/alert_teller.h"
#include "engine/engine.h"

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace cachescope::engine {

/** Something that was told about an alert: what a window shows once. */
struct AlertNews
{
    std::int64_t number = 0; ///< Counts up from 1 in one run of the program.
    std::optional<insight::AlertNotice> notice; ///< For window and desktop; else:
    int way = 0; ///< One message by webhook or command (AlertTell) is done …
    std::string rule, problem; ///< … of this rule; `problem` empty: it arrived.
};

/** A bulky part of the state: left out of an answer when the asker has it already. */
template <typename T> struct StatePart
{
    std::string hash; ///< Of the part's JSON; empty before it was known.
    std::shared_ptr<const T> value; ///< Null: none, or left out.
};

/**
 * Everything that a window needs to know of a running program beside its log: what engine::Engine tells a window in
 * the same process, as one document of the admin API (`GET window/state`). A value.
 */
struct WindowState
{
    /** Of the document: raised when a member changes its meaning or goes. Members that are added are no reason. */
    static constexpr int formatVersion = 1;
    int format = 0;
    int schema = 0; ///< Of the database (storage::schemaVersion).
    std::string version; ///< Of the program.
    std::int64_t process = 0;
    base::UnixMicros startedAt = 0;
    bool hasWindow = false; ///< The program is a window itself, not `serve`.
    bool demo = false;

    /** The configuration is read from its file, where its secrets are; this is what outranks the file. */
    struct Configured
    {
        std::string file; ///< Absolute.
        std::string digest; ///< SHA-256 of the file's bytes when it was last read, hex; empty: there was none.
        std::string host;
        std::uint16_t port = 0;
        std::map<std::string, std::string> upstreams; ///< Name to URL of all that are in force.
        std::string alertsJson;
    } configured;

    ProxyState proxy;
    std::map<std::string, proxy::UpstreamHealth> upstreams;
    storage::WriteStatus writer;
    cache::CacheStatus cache;
    std::int64_t openCalls = 0, droppedRows = 0;
    std::vector<requestlog::LiveCall> live;
    insight::AnalysisStatus analysis;
    std::vector<std::string> notices;
    StatePart<std::vector<insight::LogProblem>> problems; ///< Value null before the prompt rules first looked.
    StatePart<insight::AlertSnapshot> alerts;
    AlertDelivery delivery;
    std::vector<AlertNews> news; ///< The latest, oldest first.
};

/** As JSON. Parts whose hash is in `known` are left out; the hashes are computed here. */
std::string windowStateJson(const WindowState &state, const std::set<std::string> &known);

/** A state that was read, and the top-level members whose JSON differs from the one before. */
struct ReadWindowState
{
    WindowState state;
    std::set<std::string> changed;
};

/** Reads states one after the other; keeps what they leave out. One thread. */
class WindowStateReader
{
public:
    WindowStateReader();
    ~WindowStateReader();
    /** TooNew for another format, saying which versions; Corrupt for anything that is no state. */
    base::Result<ReadWindowState> read(const std::string &json);
    std::set<std::string> known() const; ///< Hashes of the parts that need not be sent again.
    void forget(); ///< Another program answers from now on.

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace cachescope::engine
