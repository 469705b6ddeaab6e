// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "insight/beginning.h"
#include "insight/simulation/piece_table.h"
#include "insight/simulation/traffic.h"
#include "providers/price_book.h"
#include "requestlog/record.h"
#include "tokens/model_table.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cachescope::insight {

/** How a log is read for a replay. */
struct TrafficSettings
{
    std::shared_ptr<const providers::PriceBook> prices = providers::PriceBook::shipped();
    tokens::ModelTable models;
    /** JSON Pointers; not empty: keys without these fields are made from the bodies. */
    std::vector<std::string> volatileFields;
    bool makeKeys = false; ///< Make keys for calls that the local cache gave none.
    std::int64_t zoneOffsetSeconds = 0; ///< East of Greenwich; where days begin.
};

/** A body, read and counted on any thread. */
struct ReadBody
{
    bool isPrompt = false; ///< False: none that we know; the rest is empty.
    prompt::PromptForm form = prompt::PromptForm::PlainText;
    std::vector<PathPart> parts;
    std::vector<std::uint32_t> sortedOrder; ///< Of parts; empty when the tools are in order.
    std::vector<TrafficMark> marks;
    std::vector<std::uint32_t> ends;
    std::uint64_t rootSalt = 0;
    std::int32_t tokens = 0;
    bool explicitMode = false, dayRetention = false; ///< As in TrafficPrompt.
    std::string volatileKey, key; ///< Digests, when asked for.
};

/** The body that a ReadBody was made of: seldom needed a second time, so it is not kept for that. */
using BodyAgain = std::function<base::Result<std::string>()>;

/**
 * Makes Traffic of calls. `read` may be called from several threads at once; everything else belongs to one. Calls
 * come in any order and are sorted at the end.
 */
class TrafficBuilder
{
public:
    explicit TrafficBuilder(TrafficSettings settings);
    ~TrafficBuilder();

    /** Reads a body of a call; finds the same parts again without tokenising them anew. Thread-safe. */
    ReadBody read(const requestlog::CallRecord &record, std::string body);
    /** Adds a call with its body read; `bodyId` above 0 names the body, so that the next call with it need not read
     * it again. */
    void add(
        const requestlog::CallRecord &record, const ReadBody &body, std::int64_t bodyId, const BodyAgain &again);
    /** True when a call of these names with that body was added; then addAgain takes it without its body. */
    bool knows(const requestlog::CallRecord &record, std::int64_t bodyId) const;
    void addAgain(const requestlog::CallRecord &record, std::int64_t bodyId);
    /** A call whose body is not to be had. */
    void addWithoutBody(const requestlog::CallRecord &record);
    std::size_t size() const { return m_traffic.calls.size(); }
    /** The whole; the builder is done. */
    Traffic finish();

private:
    struct Known
    {
        std::uint32_t prompt = nowhere, key = nowhere, volatileKey = nowhere;
    };
    const ModelCounter *modelOf(std::string_view model);
    std::uint32_t groupOf(const requestlog::CallRecord &record, prompt::PromptForm form);
    std::uint32_t groupWithoutPrompt(const requestlog::CallRecord &record);
    std::uint32_t nameOf(std::string_view text);
    std::uint32_t keyOf(const std::string &text);
    class WholePrompt;
    std::uint32_t familyOf(
        std::uint32_t group, std::uint32_t leaf, const TrafficPrompt &prompt, WholePrompt &whole,
        std::string_view client);
    TrafficCall callOf(const requestlog::CallRecord &record);
    void push(const requestlog::CallRecord &record, const Known &known, std::uint32_t group);
    std::uint32_t addPrompt(
        std::uint32_t group, const ReadBody &body, const BodyAgain &again, std::string_view client);
    void settleDays();
    void settlePieces();
    void settleGroups();

    TrafficSettings m_settings;
    SegmentTable m_segments;
    PieceTable m_pieces{ m_segments };
    Traffic m_traffic;
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace cachescope::insight
