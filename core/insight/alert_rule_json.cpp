// SPDX-License-Identifier: MIT
#include "config/field_reader.h"
#include "insight/alert_rule.h"

#include <array>
#include <charconv>
#include <cmath>
#include <set>

namespace cachescope::insight {

namespace {

using config::FieldReader;
using config::Node;
using Field = FieldReader::Field;

constexpr std::int64_t longestSeconds = 366 * 86'400;
constexpr std::size_t longestName = 80;

struct TellName
{
    unsigned bit;
    std::string_view name;
};
constexpr std::array<TellName, 4> tellNames{ { { AlertTell::window, "window" },
                                               { AlertTell::desktop, "desktop" },
                                               { AlertTell::webhook, "webhook" },
                                               { AlertTell::command, "command" } } };

std::optional<double> numberOf(const Node &node)
{
    double value = 0;
    if (node.kind != Node::Kind::Number)
        return {};
    const auto [end, error] = std::from_chars(node.text.data(), node.text.data() + node.text.size(), value);
    if (error != std::errc() || end != node.text.data() + node.text.size() || !std::isfinite(value))
        return {};
    return value;
}

Field number(FieldReader &reader, std::string_view name, std::optional<double> &out)
{
    return { name, [&reader, &out](const Node &node, const std::string &path) {
                out = numberOf(node);
                if (!out || *out < 0)
                    reader.problem(node, path, "must be a number from 0 on");
            } };
}

/** One of a list of words; `out` is the place of the word. */
Field word(FieldReader &reader, std::string_view name, std::vector<std::string_view> words, std::optional<int> &out)
{
    return { name, [&reader, &out, words = std::move(words)](const Node &node, const std::string &path) {
                std::string known;
                for (std::size_t i = 0; i < words.size(); ++i) {
                    if (node.kind == Node::Kind::String && node.text == words[i])
                        out = static_cast<int>(i);
                    known += (i == 0 ? "\"" : ", \"") + std::string(words[i]) + '"';
                }
                if (!out)
                    reader.problem(node, path, "must be one of " + known);
            } };
}

/** What a rule's object says; unset: the metric's default. */
struct Given
{
    std::string name, filter;
    std::optional<int> metric, is, per, period, noData;
    std::optional<double> limit, recovered;
    std::optional<std::vector<double>> alsoAt;
    std::optional<std::chrono::seconds> window, pending, recoveredFor, noDataFor, remind;
    std::optional<std::int64_t> minRequests;
    std::optional<unsigned> tell;
    bool tellRecovered = false, paused = false;
};

std::vector<std::string_view> metricNames()
{
    std::vector<std::string_view> names;
    for (const AlertMetricFacts &facts : alertMetrics())
        names.push_back(facts.name);
    return names;
}

template <typename Enum> std::vector<std::string_view> namesOf(int count, std::string_view (*name)(Enum))
{
    std::vector<std::string_view> names;
    for (int i = 0; i < count; ++i)
        names.push_back(name(static_cast<Enum>(i)));
    return names;
}

Field tellField(FieldReader &reader, std::optional<unsigned> &out)
{
    return { "tell", [&reader, &out](const Node &node, const std::string &path) {
                out = 0;
                reader.list(node, path, [&](const Node &element, const std::string &elementPath) {
                    for (const TellName &tell : tellNames) {
                        if (element.kind == Node::Kind::String && element.text == tell.name) {
                            *out |= tell.bit;
                            return;
                        }
                    }
                    reader.problem(
                        element, elementPath, R"(must be one of "window", "desktop", "webhook", "command")");
                });
            } };
}

Field thresholds(FieldReader &reader, std::optional<std::vector<double>> &out)
{
    return { "also_at", [&reader, &out](const Node &node, const std::string &path) {
                out.emplace();
                reader.list(node, path, [&](const Node &element, const std::string &elementPath) {
                    const auto value = numberOf(element);
                    if (!value || *value < 0 || (!out->empty() && *value <= out->back()))
                        reader.problem(element, elementPath, "must be a number from 0 on, and each above the last");
                    out->push_back(value.value_or(0));
                });
            } };
}

std::vector<Field> fieldsOf(FieldReader &reader, Given &given)
{
    return { reader.text("name", given.name),
             word(reader, "metric", metricNames(), given.metric),
             reader.text("filter", given.filter),
             reader.whole("window_s", given.window, 60, longestSeconds),
             word(reader, "period", namesOf(alertPeriodCount, alertPeriodName), given.period),
             word(reader, "is", { "above", "below" }, given.is),
             number(reader, "limit", given.limit),
             thresholds(reader, given.alsoAt),
             reader.whole("for_s", given.pending, 0, longestSeconds),
             number(reader, "recovered", given.recovered),
             reader.whole("recovered_for_s", given.recoveredFor, 0, longestSeconds),
             reader.whole("min_requests", given.minRequests, 0, 1'000'000'000),
             word(reader, "per", namesOf(alertPerCount, alertPerName), given.per),
             word(reader, "no_data", namesOf(3, alertNoDataName), given.noData),
             reader.whole("no_data_s", given.noDataFor, 0, longestSeconds),
             reader.whole("remind_s", given.remind, 0, longestSeconds),
             tellField(reader, given.tell),
             reader.boolean("tell_recovered", given.tellRecovered),
             reader.boolean("paused", given.paused) };
}

template <typename T, typename Given> void take(T &out, const std::optional<Given> &given)
{
    if (given)
        out = static_cast<T>(*given);
}

AlertRule ruleFrom(const Given &given)
{
    AlertRule rule = defaultAlertRule(static_cast<AlertMetric>(given.metric.value_or(0)));
    const AlertRule standard = rule;
    rule.name = given.name;
    rule.filter = given.filter;
    take(rule.is, given.is);
    if (given.limit) {
        rule.limit = *given.limit;
        rule.recovered = rule.limit; // Another limit makes the template's own recovery and thresholds meaningless.
        rule.alsoAt.clear();
    }
    take(rule.recovered, given.recovered);
    take(rule.alsoAt, given.alsoAt);
    take(rule.window, given.window);
    if (given.window && !given.period)
        rule.period = AlertPeriod::None;
    take(rule.period, given.period);
    take(rule.pending, given.pending);
    take(rule.recoveredFor, given.recoveredFor);
    take(rule.minRequests, given.minRequests);
    take(rule.per, given.per);
    take(rule.noData, given.noData);
    take(rule.noDataFor, given.noDataFor);
    take(rule.remind, given.remind);
    take(rule.tell, given.tell);
    rule.tellRecovered = given.tellRecovered;
    rule.paused = given.paused;
    if (!rule.isBudget())
        rule.alsoAt.clear();
    return rule;
}

/** What does not fit together, or nothing. */
std::string contradictionIn(const AlertRule &rule, const Given &given)
{
    if (!given.metric)
        return "needs a \"metric\"";
    if (rule.name.empty())
        return "needs a \"name\"";
    if (rule.name.size() > longestName)
        return "has a name of over 80 bytes";
    const AlertMetricFacts &facts = factsOf(rule.metric);
    if (facts.unit == AlertUnit::Share && (rule.limit > 1 || rule.recovered > 1))
        return "compares a share: \"limit\" and \"recovered\" must be from 0 to 1";
    if (rule.period != AlertPeriod::None && rule.metric != AlertMetric::Spend)
        return "has a \"period\", which only the metric \"spend\" takes";
    if (rule.per != AlertPer::Nothing && !facts.perEntity)
        return "has a \"per\", which the metric \"" + std::string(facts.name) + "\" does not take";
    if (given.alsoAt && !given.alsoAt->empty() && !rule.isBudget())
        return "has \"also_at\", which only budgets take (\"spend\" with a \"period\", \"forecast\")";
    if (!rule.alsoAt.empty() && (rule.is == AlertComparison::Below || rule.alsoAt.back() >= rule.limit))
        return "has \"also_at\", whose thresholds must lie below \"limit\"";
    const bool wrongSide
        = rule.is == AlertComparison::Above ? rule.recovered > rule.limit : rule.recovered < rule.limit;
    if (wrongSide)
        return std::string("must have \"recovered\" ")
            + (rule.is == AlertComparison::Above ? "at or below" : "at or above") + " \"limit\"";
    if (const auto filter = requestlog::Filter::parse(rule.filter); !filter)
        return "has a filter that cannot be read: " + filter.error().message;
    return {};
}

void readRule(FieldReader &reader, const Node &node, const std::string &path, std::vector<AlertRule> &out)
{
    Given given;
    reader.object(node, path, fieldsOf(reader, given));
    if (reader.failed())
        return;
    AlertRule rule = ruleFrom(given);
    if (std::string wrong = contradictionIn(rule, given); !wrong.empty()) {
        while (wrong.ends_with('.'))
            wrong.pop_back();
        return reader.problem(node, path, wrong);
    }
    for (const AlertRule &other : out) {
        if (other.name == rule.name)
            return reader.problem(node, path, "has the name of another rule; give it one of its own");
    }
    out.push_back(std::move(rule));
}

/** The shortest spelling that reads back as the same number. */
std::string shortest(double value)
{
    std::array<char, 32> text{};
    const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() ? std::string(text.data(), end) : std::string("0");
}

/** The members of one rule's object. */
class RuleWriter
{
public:
    void text(std::string_view name, std::string_view value)
    {
        m_json += (m_json.empty() ? "" : ", ") + config::quoted(name) + ": " + config::quoted(value);
    }
    void plain(std::string_view name, const std::string &value)
    {
        m_json += (m_json.empty() ? "" : ", ") + config::quoted(name) + ": " + value;
    }
    void duration(std::string_view name, std::chrono::seconds value, std::chrono::seconds standard)
    {
        if (value != standard)
            plain(name, std::to_string(value.count()));
    }
    std::string take() { return "{ " + m_json + " }"; }

private:
    std::string m_json;
};

std::string tellJson(unsigned tell)
{
    std::string list;
    for (const TellName &one : tellNames) {
        if (tell & one.bit)
            list += (list.empty() ? "" : ", ") + config::quoted(one.name);
    }
    return '[' + list + ']';
}

std::string listJson(const std::vector<double> &values)
{
    std::string list;
    for (const double value : values)
        list += (list.empty() ? "" : ", ") + shortest(value);
    return '[' + list + ']';
}

void writeWindow(RuleWriter &writer, const AlertRule &rule, const AlertRule &standard)
{
    if (rule.metric == AlertMetric::Spend) // A window given without it means that it rolls.
        writer.text("period", alertPeriodName(rule.period));
    writer.duration("window_s", rule.window, standard.window);
}

std::string ruleJson(const AlertRule &rule)
{
    const AlertRule standard = defaultAlertRule(rule.metric);
    RuleWriter writer;
    writer.text("name", rule.name);
    writer.text("metric", factsOf(rule.metric).name);
    if (!rule.filter.empty())
        writer.text("filter", rule.filter);
    writeWindow(writer, rule, standard);
    if (rule.is != standard.is)
        writer.text("is", rule.is == AlertComparison::Above ? "above" : "below");
    writer.plain("limit", shortest(rule.limit));
    if (!rule.alsoAt.empty())
        writer.plain("also_at", listJson(rule.alsoAt));
    if (rule.recovered != rule.limit)
        writer.plain("recovered", shortest(rule.recovered));
    writer.duration("for_s", rule.pending, standard.pending);
    writer.duration("recovered_for_s", rule.recoveredFor, standard.recoveredFor);
    if (rule.minRequests != standard.minRequests)
        writer.plain("min_requests", std::to_string(rule.minRequests));
    if (rule.per != standard.per)
        writer.text("per", alertPerName(rule.per));
    if (rule.noData != standard.noData)
        writer.text("no_data", alertNoDataName(rule.noData));
    writer.duration("no_data_s", rule.noDataFor, standard.noDataFor);
    writer.duration("remind_s", rule.remind, standard.remind);
    if (rule.tell != standard.tell)
        writer.plain("tell", tellJson(rule.tell));
    if (rule.tellRecovered)
        writer.plain("tell_recovered", "true");
    if (rule.paused)
        writer.plain("paused", "true");
    return writer.take();
}

} // namespace

base::Result<std::vector<AlertRule>> parseAlertRules(
    std::string_view json, std::string_view fileName, std::size_t firstLine)
{
    // Blank lines in front make the lines of errors those of the whole file.
    const std::string text = std::string(firstLine > 0 ? firstLine - 1 : 0, '\n') + std::string(json);
    const auto root = config::parseDocument(text, fileName, config::Comments::Allowed);
    if (!root)
        return tl::unexpected(root.error());
    FieldReader reader(text, fileName);
    std::vector<AlertRule> rules;
    reader.list(*root, "alerts", [&](const Node &node, const std::string &path) {
        if (!reader.failed())
            readRule(reader, node, path, rules);
    });
    if (reader.failed())
        return base::failure(base::ErrorCode::InvalidInput, reader.firstProblem());
    return rules;
}

std::string alertRulesJson(const std::vector<AlertRule> &rules)
{
    if (rules.empty())
        return "[]";
    std::string json = "[";
    std::string_view between = "\n    ";
    for (const AlertRule &rule : rules) {
        json.append(between).append(ruleJson(rule));
        between = ",\n    ";
    }
    return json + "\n  ]";
}

} // namespace cachescope::insight
