// SPDX-License-Identifier: MIT
#include "ui/requests/call_text.h"

namespace cachescope::ui {

using requestlog::CallRecord;

QString callFilterTerm(const CallRecord &record, CallColumn column)
{
    const auto term = [](const char *field, const std::string &value) {
        if (value.empty())
            return QString();
        QString text = QString::fromStdString(value);
        if (text.contains(QLatin1Char(' ')) || text.contains(QLatin1Char(',')) || text.contains(QLatin1Char('(')))
            text = QLatin1Char('"') + text.remove(QLatin1Char('"')) + QLatin1Char('"');
        return QString(QLatin1String(field) + QLatin1Char(':') + text);
    };
    const auto &start = record.start;
    const auto &end = record.end;
    switch (column) {
    case CallColumn::Outcome:
        return term("cache", std::string(requestlog::outcomeName(end.outcome)));
    case CallColumn::Client:
        return term("client", start.client);
    case CallColumn::Model:
        return term("model", start.model);
    case CallColumn::Session:
        return term("session", start.session);
    case CallColumn::Status:
        return QStringLiteral("status:%1").arg(end.status);
    case CallColumn::Upstream:
        return term("upstream", start.upstream);
    case CallColumn::Project:
        return term("project", start.project);
    case CallColumn::Tags:
        return start.tags.empty() ? QString() : term("tag", start.tags.front());
    case CallColumn::Kind:
        return term("kind", std::string(providers::apiName(start.api)));
    case CallColumn::Id:
        return QStringLiteral("id:%1").arg(start.id);
    case CallColumn::Input:
        return QStringLiteral("in>=%1").arg(end.usage.tokens.input());
    case CallColumn::Output:
        return QStringLiteral("out>=%1").arg(end.usage.tokens.output);
    case CallColumn::Fresh:
        return QStringLiteral("fresh>=%1").arg(end.usage.tokens.fresh);
    case CallColumn::CacheWrite:
        return QStringLiteral("write>=%1").arg(end.usage.tokens.cacheWrite());
    case CallColumn::FirstToken:
        return end.firstTokenMicros < 0 ? QString() : QStringLiteral("ttft>=%1ms").arg(end.firstTokenMicros / 1000);
    case CallColumn::LatencyBar:
    case CallColumn::Total:
        return QStringLiteral("total>=%1ms").arg(end.totalMicros / 1000);
    case CallColumn::Cost:
        return end.billed ? QStringLiteral("cost>=%1").arg(QString::fromStdString(end.billed->toDecimal()))
                          : QString();
    default:
        return {};
    }
}

} // namespace cachescope::ui
