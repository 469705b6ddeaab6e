// SPDX-License-Identifier: MIT
#include "prompt/lint/loss.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace cachescope::prompt {

namespace {

/** Money for each token of a range, from one of its ends on. */
struct Border
{
    std::int64_t token = 0;
    double picoPerToken = 0;
    bool isBegin = false;
};

void addBorders(const Finding &finding, std::vector<Border> &borders)
{
    const std::int64_t begin = finding.loss.begin;
    const std::int64_t end = std::max(finding.loss.end, begin + 1);
    const double rate = static_cast<double>(finding.perDay->pico()) / static_cast<double>(end - begin);
    if (rate <= 0)
        return;
    borders.push_back({ begin, rate, true });
    borders.push_back({ end, rate, false });
}

/** The dearest range at each token, summed over all of them. */
double dearest(std::vector<Border> borders)
{
    std::ranges::sort(borders, {}, &Border::token);
    std::multiset<double> open;
    double sum = 0;
    std::int64_t at = 0;
    for (const Border &border : borders) {
        if (!open.empty())
            sum += *open.rbegin() * static_cast<double>(border.token - at);
        at = border.token;
        if (border.isBegin)
            open.insert(border.picoPerToken);
        else if (const auto found = open.find(border.picoPerToken); found != open.end())
            open.erase(found);
    }
    return sum;
}

} // namespace

std::optional<base::Money> lossPerDay(const std::vector<std::reference_wrapper<const Finding>> &findings)
{
    std::map<std::string_view, std::vector<Border>> byCalls;
    bool isKnown = false;
    for (const Finding &finding : findings) {
        if (!finding.perDay)
            continue;
        isKnown = true;
        addBorders(finding, byCalls[finding.loss.calls]);
    }
    if (!isKnown)
        return {};
    base::Money sum;
    for (auto &[calls, borders] : byCalls)
        sum += base::Money::fromPico(std::llround(dearest(std::move(borders))));
    return sum;
}

} // namespace cachescope::prompt
