// SPDX-License-Identifier: MIT
#include "requestlog/filter_node.h"

#include "requestlog/names.h"

#include <algorithm>

namespace cachescope::requestlog {

namespace {

/** Column of `request` and kind of its names; kind 0 when the field is no name. */
struct NameColumn
{
    std::string_view column;
    NameKind kind;
};

std::optional<NameColumn> nameColumn(TextField field)
{
    switch (field) {
    case TextField::Upstream:
        return NameColumn{ "upstream", NameKind::Upstream };
    case TextField::Model:
        return NameColumn{ "model", NameKind::Model };
    case TextField::Client:
        return NameColumn{ "client", NameKind::Client };
    case TextField::Session:
        return NameColumn{ "session", NameKind::Session };
    case TextField::Project:
        return NameColumn{ "project", NameKind::Project };
    case TextField::Namespace:
        return NameColumn{ "namespace", NameKind::Namespace };
    case TextField::Version:
        return NameColumn{ "version", NameKind::Version };
    case TextField::Tags:
        return NameColumn{ "tags", NameKind::Tags };
    case TextField::Credential:
        return NameColumn{ "credential", NameKind::Credential };
    case TextField::Method:
        return NameColumn{ "method", NameKind::Method };
    case TextField::Target:
        return NameColumn{ "target", NameKind::Target };
    case TextField::ErrorKind:
        return NameColumn{ "error_kind", NameKind::ErrorKind };
    case TextField::CacheDetail:
        return NameColumn{ "cache_detail", NameKind::CacheDetail };
    default:
        return {};
    }
}

/** Column of `request_detail`; empty when the field is elsewhere. */
std::string_view detailColumn(TextField field)
{
    switch (field) {
    case TextField::FirstText:
        return "first_text";
    case TextField::ErrorMessage:
        return "error_message";
    case TextField::Note:
        return "note";
    default:
        return {};
    }
}

class SqlBuilder
{
public:
    Filter::Sql take() { return std::move(m_sql); }

    void node(const Filter::Node &node)
    {
        switch (node.kind) {
        case Filter::Node::Kind::All:
            m_sql.where += "1";
            return;
        case Filter::Node::Kind::And:
            return children(node, " AND ");
        case Filter::Node::Kind::Or:
            return children(node, " OR ");
        case Filter::Node::Kind::Not:
            m_sql.where += "NOT (";
            this->node(*node.children.front());
            m_sql.where += ")";
            return;
        case Filter::Node::Kind::Leaf:
            std::visit([this](const auto &leaf) { this->leaf(leaf); }, node.leaf);
            return;
        }
    }

private:
    void children(const Filter::Node &node, std::string_view between)
    {
        m_sql.where += "(";
        for (std::size_t i = 0; i < node.children.size(); ++i) {
            if (i > 0)
                m_sql.where += between;
            this->node(*node.children[i]);
        }
        m_sql.where += ")";
    }

    void bind(std::int64_t value) { m_sql.values.push_back({ .isText = false, .integer = value, .text = {} }); }
    void bind(const TextPattern &pattern)
    {
        m_sql.values.push_back({ .isText = true, .integer = 0, .text = pattern.encoded() });
    }

    void leaf(const NumberCondition &condition)
    {
        const std::string_view expression = sqlExpression(condition.field);
        m_sql.where += "(";
        std::string_view between;
        for (const NumberRange &range : condition.ranges) {
            // NULL must be false, not NULL, or a NOT around it would differ from Filter::matches.
            m_sql.where.append(between).append("coalesce(").append(expression).append(" BETWEEN ? AND ?, 0)");
            bind(range.low);
            bind(range.high);
            between = " OR ";
        }
        if (condition.unknown)
            m_sql.where.append(between).append("(").append(expression).append(") IS NULL");
        else if (condition.ranges.empty())
            m_sql.where += "0";
        m_sql.where += ")";
    }

    void leaf(const TextCondition &condition)
    {
        m_sql.where += "(";
        std::string_view between;
        std::vector<std::string_view> details;
        for (const TextField field : condition.fields) {
            if (!detailColumn(field).empty()) {
                details.push_back(detailColumn(field));
                continue;
            }
            for (const TextPattern &pattern : condition.patterns) {
                m_sql.where += between;
                text(field, pattern);
                between = " OR ";
            }
        }
        if (!details.empty()) {
            m_sql.where += between;
            detailTexts(details, condition.patterns);
        }
        m_sql.where += ")";
    }

    void text(TextField field, const TextPattern &pattern)
    {
        if (const auto name = nameColumn(field))
            return nameText(*name, pattern);
        switch (field) {
        case TextField::CacheKey:
            m_sql.where += "cs_match(?, cache_key)";
            bind(pattern);
            return;
        case TextField::Uid:
            m_sql.where += "cs_match(?, cs_uid_text(uid))";
            bind(pattern);
            return;
        case TextField::Body:
            m_sql.where += "(cs_body_matches(?, request_body) OR cs_body_matches(?, response_body))";
            bind(pattern);
            bind(pattern);
            return;
        default:
            m_sql.where += "EXISTS (SELECT 1 FROM request_detail AS d WHERE d.id = request.id AND "
                           "cs_heads_match(?, d.heads))";
            bind(pattern);
            return;
        }
    }

    void nameText(const NameColumn &name, const TextPattern &pattern)
    {
        if (pattern.matches({})) {
            m_sql.where.append(name.column).append(" = 0");
            return;
        }
        // The names are few beside the rows; SQLite evaluates this list once.
        m_sql.where.append(name.column).append(" IN (SELECT id FROM name WHERE kind = ? AND ");
        m_sql.where += name.kind == NameKind::Tags ? "cs_match_tags(?, value))" : "cs_match(?, value))";
        bind(static_cast<std::int64_t>(name.kind));
        bind(pattern);
    }

    /** One look at the details of a row for all columns and patterns. A row without details has empty ones. */
    void detailTexts(const std::vector<std::string_view> &columns, const std::vector<TextPattern> &patterns)
    {
        m_sql.where += "coalesce((SELECT ";
        std::string_view between;
        for (const std::string_view column : columns) {
            for (const TextPattern &pattern : patterns) {
                m_sql.where.append(between).append("cs_match(?, d.").append(column).append(")");
                bind(pattern);
                between = " OR ";
            }
        }
        const bool emptyMatches = std::any_of(
            patterns.begin(), patterns.end(), [](const TextPattern &pattern) { return pattern.matches({}); });
        m_sql.where += " FROM request_detail AS d WHERE d.id = request.id), ";
        m_sql.where += emptyMatches ? "1)" : "0)";
    }

    Filter::Sql m_sql;
};

} // namespace

std::string_view sqlExpression(NumberField field)
{
    switch (field) {
    case NumberField::Status:
        return "status";
    case NumberField::Outcome:
        return "iif(state = 0, NULL, outcome)";
    case NumberField::Api:
        return "api";
    case NumberField::State:
        return "state";
    case NumberField::Fresh:
        return "fresh";
    case NumberField::Read:
        return "cache_read";
    case NumberField::Write:
        return "(cache_write_5m + cache_write_1h + cache_write_other)";
    case NumberField::Input:
        return "(fresh + cache_read + cache_write_5m + cache_write_1h + cache_write_other)";
    case NumberField::Output:
        return "output";
    case NumberField::Cost:
        return "billed";
    case NumberField::Saved:
        return "iif(avoided IS NULL AND (billed IS NULL OR without_cache IS NULL), NULL, "
               "coalesce(avoided, 0) + coalesce(without_cache - billed, 0))";
    case NumberField::FirstToken:
        return "iif(first_token_us < 0, NULL, first_token_us)";
    case NumberField::Total:
        return "iif(total_us < 0, NULL, total_us)";
    case NumberField::Size:
        return "(request_bytes + response_bytes)";
    case NumberField::Stream:
        return "(flags & 1)";
    case NumberField::Stored:
        return "(flags >> 1 & 1)";
    case NumberField::Pinned:
        return "(flags >> 3 & 1)";
    case NumberField::HasError:
        return "iif(state = 0, NULL, outcome = 4 OR error_kind != 0)";
    case NumberField::Retries:
        return "max(attempts - 1, 0)";
    case NumberField::StartedAt:
        return "started_at";
    case NumberField::Id:
        return "request.id";
    case NumberField::Why:
        return "nullif(flags >> 8 & 31, 0)";
    case NumberField::PrefixShare:
        return "iif(fresh + cache_read + cache_write_5m + cache_write_1h + cache_write_other <= 0, NULL, "
               "cache_read * 10000 / (fresh + cache_read + cache_write_5m + cache_write_1h + cache_write_other))";
    }
    return "NULL";
}

Filter::Sql Filter::sql() const
{
    SqlBuilder builder;
    builder.node(m_root ? *m_root : Node());
    return builder.take();
}

} // namespace cachescope::requestlog
