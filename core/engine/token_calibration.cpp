// SPDX-License-Identifier: MIT
#include "engine/token_calibration.h"

#include "tokens/chat_count.h"

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

namespace cachescope::engine {

namespace {

using requestlog::CallRecord;
using requestlog::Outcome;

constexpr std::int64_t firstWindow = 4096; ///< Calls; each further look back goes four times as far.
constexpr std::int64_t longestWindow = 262'144;
constexpr std::size_t page = 50;
/** Candidates for each call wanted: bodies may be gone, too large or uncountable. */
constexpr std::size_t candidatesForOne = 5;
constexpr double outlierFactor = 2.0;
/** Base for reading factor and error out of an estimator without rounding to be seen. */
constexpr std::uint64_t probe = 1'000'000;

bool isDigits(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return std::isdigit(static_cast<unsigned char>(c));
    });
}

/** The plain name without the date of a snapshot: "-20250929", "@20250929", "-2025-09-29", "-latest". */
std::string undatedName(std::string_view model)
{
    std::string name = tokens::plainModelName(model);
    if (name.ends_with("-latest"))
        name.erase(name.size() - std::string_view("-latest").size());
    if (const std::size_t n = name.size();
        n > 11 && name[n - 11] == '-' && name[n - 6] == '-' && name[n - 3] == '-') {
        const std::string_view date = std::string_view(name).substr(n - 10);
        if (isDigits(date.substr(0, 4)) && isDigits(date.substr(5, 2)) && isDigits(date.substr(8)))
            name.erase(n - 11);
    }
    if (const std::size_t n = name.size();
        n > 9 && (name[n - 9] == '-' || name[n - 9] == '@') && isDigits(std::string_view(name).substr(n - 8)))
        name.erase(n - 9);
    return name;
}

/** Only narrows the search; each row is looked at again. */
requestlog::Filter candidates(std::string_view model)
{
    std::string text = "state:complete cache:miss,bypass in>=50";
    const bool isOrdinary = std::all_of(model.begin(), model.end(), [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '.' || c == '_';
    });
    if (isOrdinary && !model.empty())
        text.append(" model:").append(model).append("*"); // Anything may follow: a date, "-latest".
    return requestlog::Filter::parse(text).value_or(requestlog::Filter());
}

/** A request that was counted and what the provider counted. */
struct Observation
{
    std::uint64_t counted = 0, reported = 0;
    double ratio() const { return static_cast<double>(reported) / static_cast<double>(counted); }
};

class Calibrator
{
public:
    Calibrator(requestlog::Reader &log, const tokens::ModelTable &models, const CalibrationRequest &request)
        : m_log(log)
        , m_models(models)
        , m_request(request)
        , m_wanted(undatedName(request.model))
        , m_deadline(
              request.clock->monotonic()
              + std::chrono::duration_cast<std::chrono::microseconds>(request.longest).count())
    {
        m_result.estimator = std::make_unique<tokens::Estimator>();
    }

    base::Result<TokenCalibration> run()
    {
        if (!m_wanted.empty() && m_models.forModel(m_request.model).exact)
            return std::move(m_result); // Nothing to learn.
        const auto ids = find();
        if (!ids)
            return tl::unexpected(ids.error());
        for (std::size_t begin = 0; begin < ids->size() && !isLate() && !isEnough(); begin += page) {
            const auto end = std::min(begin + page, ids->size());
            const auto rows = m_log.rows({ ids->data() + begin, ids->data() + end });
            if (!rows)
                return tl::unexpected(rows.error());
            for (const CallRecord &row : *rows) {
                if (isLate())
                    break;
                if (auto read = learn(row); !read)
                    return tl::unexpected(read.error());
            }
        }
        for (auto &[model, observations] : m_seen)
            conclude(model, observations);
        return std::move(m_result);
    }

private:
    bool isLate() const { return m_request.clock->monotonic() >= m_deadline; }
    std::size_t callsPerModel() const { return static_cast<std::size_t>(std::max(m_request.callsPerModel, 0)); }
    bool isEnough() const
    {
        const auto seen = m_seen.find(m_request.model);
        return !m_wanted.empty() && seen != m_seen.end() && seen->second.size() >= callsPerModel();
    }

    /** Ids of calls that may teach, newest first. */
    base::Result<std::vector<std::int64_t>> find()
    {
        const auto newest = m_log.newestId();
        if (!newest)
            return tl::unexpected(newest.error());
        const requestlog::Filter filter = candidates(m_wanted);
        const std::size_t enough = callsPerModel() * candidatesForOne;
        std::vector<std::int64_t> ids;
        for (std::int64_t window = firstWindow; window <= longestWindow && !isLate(); window *= 4) {
            auto found = m_log.newerIds(std::max<std::int64_t>(*newest - window, 0), filter, longestWindow);
            if (!found)
                return tl::unexpected(found.error());
            ids = *std::move(found);
            if (window >= *newest || (!m_wanted.empty() && ids.size() >= enough))
                break;
        }
        std::reverse(ids.begin(), ids.end());
        return ids;
    }

    /** The name under which the call teaches; empty when it does not. */
    std::string keyOf(const CallRecord &row) const
    {
        const bool wentUpstream = row.end.outcome == Outcome::Miss || row.end.outcome == Outcome::Bypass;
        if (!wentUpstream || row.end.state != requestlog::CallState::Complete
            || row.end.usage.source != providers::UsageSource::Reported || row.end.usage.tokens.input() <= 0)
            return {};
        if (!m_wanted.empty())
            return undatedName(row.start.model) == m_wanted ? m_request.model : std::string();
        return m_models.forModel(row.start.model).exact ? std::string() : row.start.model;
    }

    base::Result<> learn(const CallRecord &row)
    {
        const std::string key = keyOf(row);
        if (key.empty() || m_seen[key].size() >= callsPerModel())
            return {};
        if (row.start.requestBytes > m_request.largestBody) {
            ++m_result.tooLarge;
            return {};
        }
        const auto contents = m_log.contents(row.start.id);
        if (!contents && contents.error().code != base::ErrorCode::NotFound)
            return tl::unexpected(contents.error());
        if (!contents || contents->requestBody.empty()) {
            ++m_result.withoutBody;
            return {};
        }
        // A compressed request is larger here than on the wire.
        if (std::ssize(contents->requestBody) > m_request.largestBody) {
            ++m_result.tooLarge;
            return {};
        }
        const auto body = nlohmann::json::parse(contents->requestBody, nullptr, false);
        const auto count = tokens::countChatRequest(body, key, m_models, nullptr);
        if (!count && count.error().code != base::ErrorCode::InvalidInput)
            return tl::unexpected(count.error());
        // Before the family's factor: that is what the estimator learns the ratio to.
        const std::uint64_t counted = count ? count->contentTokens + count->overheadTokens + count->toolTokens : 0;
        if (counted == 0 || count->uncountedParts > 0) {
            ++m_result.uncountable;
            return {};
        }
        m_seen[key].push_back({ counted, static_cast<std::uint64_t>(row.end.usage.tokens.input()) });
        return {};
    }

    void conclude(const std::string &model, std::vector<Observation> &observations)
    {
        if (observations.empty())
            return;
        std::vector<double> ratios;
        for (const Observation &observation : observations)
            ratios.push_back(observation.ratio());
        const auto middle = ratios.begin() + std::ssize(ratios) / 2;
        std::nth_element(ratios.begin(), middle, ratios.end());
        const double median = *middle;
        // Oldest first: the estimator forgets what came before.
        for (auto it = observations.rbegin(); it != observations.rend(); ++it) {
            if (it->ratio() > median * outlierFactor || it->ratio() < median / outlierFactor)
                ++m_result.outliers;
            else
                m_result.estimator->observe(model, it->counted, it->reported);
        }
        const auto learnt = m_result.estimator->calibrations();
        const auto found = learnt.find(model);
        if (found == learnt.end())
            return;
        const auto estimate = m_result.estimator->estimate(model, m_models.forModel(model), probe);
        m_result.models[model] = { .calls = found->second.observations,
                                   .factor = static_cast<double>(estimate.tokens) / static_cast<double>(probe),
                                   .error = estimate.error };
    }

    requestlog::Reader &m_log;
    const tokens::ModelTable &m_models;
    const CalibrationRequest &m_request;
    std::string m_wanted;
    std::int64_t m_deadline;
    std::map<std::string, std::vector<Observation>, std::less<>> m_seen; ///< Newest first.
    TokenCalibration m_result;
};

} // namespace

base::Result<TokenCalibration> calibrateTokens(
    requestlog::Reader &log, const tokens::ModelTable &models, const CalibrationRequest &request)
{
    return Calibrator(log, models, request).run();
}

} // namespace cachescope::engine
