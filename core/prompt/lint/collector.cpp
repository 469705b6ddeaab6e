// SPDX-License-Identifier: MIT
#include "prompt/lint/collector.h"

#include "base/digest.h"
#include "base/redact.h"
#include "prompt/lint/edits.h"
#include "prompt/lint/evidence.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>

namespace cachescope::prompt {

namespace {

constexpr std::size_t longestEvidence = 120;
constexpr std::size_t fingerprintBytes = 8;

/** Without digits, case and runs of blanks: what stays when a date moves on or a block gets another index. */
std::string normalised(std::string_view text)
{
    std::string result;
    for (const char c : text) {
        const bool isBlank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        const bool isDigit = c >= '0' && c <= '9';
        const char kept = isBlank  ? ' '
            : isDigit              ? '#'
            : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a')
                                   : c;
        const bool repeats = (isBlank || isDigit) && !result.empty() && result.back() == kept;
        if (!repeats)
            result.push_back(kept);
    }
    return result;
}

bool isCharacterStart(char c)
{
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
}

/** A message quotes text: with line ends as people write them. */
std::string onOneLine(std::string_view text)
{
    std::string line;
    for (const char c : text) {
        if (c == '\n' || c == '\r' || c == '\t')
            line += c == '\n' ? "\\n" : c == '\r' ? "\\r" : "\\t";
        else
            line.push_back(c);
    }
    return line;
}

/** What is the same in every call is paid for once, however odd it is: only changing content costs what is behind
 * it. */
bool spoilsPrefix(const RuleInfo &rule)
{
    static constexpr auto families = std::to_array<std::string_view>({ "DYN", "TLS", "HIS", "BRK" });
    return rule.needsLog || std::ranges::find(families, rule.id.substr(0, 3)) != families.end();
}

} // namespace

Collector::Collector(const LintContext &context, const LintSettings &settings, const providers::PriceBook &prices)
    : m_context(context)
    , m_settings(settings)
    , m_bySource(context.prompt.segments().size())
{
    std::iota(m_bySource.begin(), m_bySource.end(), std::size_t{ 0 });
    std::ranges::sort(
        m_bySource, {}, [&](std::size_t index) { return context.prompt.segments()[index].source.begin; });
    findMoneyPerToken(prices);
}

void Collector::findMoneyPerToken(const providers::PriceBook &prices)
{
    if (!m_context.log || m_context.log->callsPerDay <= 0)
        return;
    const auto rates = prices.rates(m_context.upstream, m_context.model, m_context.layout.total, {});
    if (!rates || !rates->cacheRead)
        return;
    m_lostPerToken = base::TokenPrice{ rates->input.picoPerToken - rates->cacheRead->picoPerToken };
}

Severity Collector::severityOf(const RuleInfo &rule) const
{
    const auto &wanted = m_settings.severities;
    if (const auto exact = wanted.find(rule.id); exact != wanted.end())
        return exact->second;
    if (const auto family = wanted.find(rule.id.substr(0, 3)); family != wanted.end())
        return family->second;
    return rule.severity;
}

void Collector::run(const Rule &rule)
{
    if (!rule.check || severityOf(rule.info) == Severity::Off || !appliesTo(rule.info.scope, m_context))
        return;
    if (rule.info.needsLog && !m_context.log)
        return;
    m_rule = &rule.info;
    m_severity = severityOf(rule.info);
    m_ran.push_back(rule.info.id);
    rule.check(m_context, *this);
}

void Collector::reportAs(const RuleInfo &rule, Report report)
{
    m_rule = &rule;
    m_severity = severityOf(rule);
    if (m_severity != Severity::Off)
        this->report(std::move(report));
}

bool Collector::hasRun(std::string_view rule) const
{
    return std::ranges::find(m_ran, rule) != m_ran.end();
}

void Collector::report(Report report)
{
    Finding finding;
    finding.rule = m_rule->id;
    // What the user sets beats what the rule knows of this case; the rule's own case beats its usual severity.
    const bool usersChoice = m_severity != m_rule->severity;
    finding.severity = report.severity == Severity::Off || usersChoice ? m_severity : report.severity;
    finding.message = onOneLine(base::redactText(std::move(report.message)));
    finding.range = report.source;
    const std::size_t segment = segmentAt(report.source.begin);
    finding.segment = segment < m_bySource.size() ? m_context.prompt.segments()[segment].label : "request";
    finding.evidence = shortened(base::redactText(std::move(report.evidence)), longestEvidence);
    finding.tokensAffected = report.tokensAffected.value_or(tokensPaidAgain(report.source));
    finding.perDay = report.perDay;
    if (!finding.perDay && m_lostPerToken && finding.tokensAffected > 0 && spoilsPrefix(*m_rule))
        finding.perDay = base::Money::fromPico(std::llround(
            static_cast<double>(m_lostPerToken->picoPerToken) * static_cast<double>(finding.tokensAffected)
            * m_context.log->callsPerDay));
    finding.loss = lossOf(report, finding);
    finding.fixes = std::move(report.fixes);
    std::erase_if(finding.fixes, [](const Fix &fix) { return fix.edits.empty(); });
    m_findings.push_back(std::move(finding));
}

/** A rule that knows its money itself speaks of the whole prefix; other money is that of the tokens behind it. */
LossPlace Collector::lossOf(const Report &report, const Finding &finding) const
{
    if (!finding.perDay)
        return {};
    LossPlace loss;
    loss.calls = m_context.log->calls.empty() ? std::string() : m_context.log->calls.front().uid;
    const std::size_t segment = segmentAt(report.source.begin);
    if (!report.perDay && segment < m_context.layout.segments.size())
        loss.begin = tokensBefore(segment, report.source.begin);
    loss.end = report.perDay ? tailBegin() : loss.begin + finding.tokensAffected;
    return loss;
}

std::size_t Collector::segmentAt(std::size_t byte) const
{
    const auto &segments = m_context.prompt.segments();
    const auto after
        = std::upper_bound(m_bySource.begin(), m_bySource.end(), byte, [&](std::size_t value, std::size_t index) {
              return value < segments[index].source.begin;
          });
    if (after == m_bySource.begin())
        return segments.size();
    const std::size_t index = *(after - 1);
    return byte <= segments[index].source.end ? index : segments.size();
}

std::int64_t Collector::tokensBefore(std::size_t segment, std::size_t byte) const
{
    const auto &place = m_context.layout.segments[segment];
    const std::size_t decoded = m_context.prompt.segments()[segment].text.fromSource(byte);
    const auto beyond = std::upper_bound(
        place.tokens.begin(), place.tokens.end(), decoded,
        [](std::size_t value, const tokens::Token &token) { return value < token.end; });
    return m_context.layout.upTo(segment, static_cast<std::size_t>(beyond - place.tokens.begin()));
}

std::int64_t Collector::tokensPaidAgain(ByteRange source) const
{
    const auto &layout = m_context.layout;
    const std::size_t segment = segmentAt(source.begin);
    if (segment >= layout.segments.size())
        return 0;
    return std::max<std::int64_t>(0, tailBegin() - tokensBefore(segment, source.begin));
}

std::int64_t Collector::tailBegin() const
{
    const auto &layout = m_context.layout;
    return m_context.tail < layout.segments.size() ? layout.segments[m_context.tail].begin : layout.total;
}

void Collector::fillPositions()
{
    // One walk over the file for all places: a request is often a single line of a megabyte, where looking each one
    // up by itself would count its characters again and again.
    std::vector<std::pair<std::size_t, Prompt::Position *>> places;
    for (Finding &finding : m_findings) {
        places.emplace_back(finding.range.begin, &finding.begin);
        places.emplace_back(finding.range.end, &finding.end);
    }
    std::ranges::sort(places);
    const std::string &bytes = m_context.prompt.bytes();
    Prompt::Position position;
    std::size_t at = 0;
    for (const auto &[byte, target] : places) {
        for (; at < std::min(byte, bytes.size()); ++at) {
            if (bytes[at] == '\n')
                position = { position.line + 1, 1 };
            else if (isCharacterStart(bytes[at]))
                ++position.column;
        }
        *target = position;
    }
}

void Collector::fillFingerprints()
{
    std::map<std::string, int> seen;
    for (Finding &finding : m_findings) {
        base::Sha256 digest;
        digest.addField(finding.rule);
        digest.addField(normalised(finding.segment));
        digest.addField(normalised(finding.evidence));
        const base::Digest full = digest.finish();
        finding.fingerprint = base::toHex(full.data(), fingerprintBytes);
        if (const int count = ++seen[finding.fingerprint]; count > 1)
            finding.fingerprint += "-" + std::to_string(count);
    }
}

std::vector<Finding> Collector::take()
{
    std::ranges::stable_sort(m_findings, [](const Finding &a, const Finding &b) {
        return std::pair(a.range.begin, a.rule) < std::pair(b.range.begin, b.rule);
    });
    fillPositions();
    fillFingerprints();
    return std::move(m_findings);
}

} // namespace cachescope::prompt
