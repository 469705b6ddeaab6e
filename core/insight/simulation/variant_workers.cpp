// SPDX-License-Identifier: MIT
#include "insight/simulation/variant_workers.h"

#include <algorithm>
#include <atomic>
#include <thread>

namespace cachescope::insight {

base::Result<std::vector<ReplayResult>> VariantWorkers::run(
    const std::vector<Variant> &variants, double from, double to)
{
    std::vector<base::Result<ReplayResult>> results(
        variants.size(), base::failure(base::ErrorCode::Cancelled, "The simulation was stopped."));
    std::atomic<std::size_t> next{ 0 }, done{ 0 };
    const auto work = [&](bool reports) {
        for (std::size_t i = next++; i < variants.size(); i = next++) {
            const auto tell = [&](double share) {
                const double all = (static_cast<double>(done.load()) + share)
                    / static_cast<double>(std::max<std::size_t>(variants.size(), 1));
                m_progress(from + (to - from) * std::min(all, 1.0));
            };
            results[i] = replay(
                m_traffic, variants[i], m_request.settings, m_waits, m_stop,
                reports && m_progress ? ReplayProgress(tell) : ReplayProgress());
            ++done;
        }
    };
    {
        std::vector<std::jthread> threads;
        for (int i = 1; i < m_request.threads; ++i)
            threads.emplace_back([&] { work(false); });
        work(true);
    }
    std::vector<ReplayResult> all;
    for (base::Result<ReplayResult> &result : results) {
        if (!result)
            return tl::unexpected(result.error());
        all.push_back(*std::move(result));
    }
    return all;
}

} // namespace cachescope::insight
