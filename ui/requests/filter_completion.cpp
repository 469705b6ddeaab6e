// SPDX-License-Identifier: MIT
#include "ui/requests/filter_completion.h"

#include "requestlog/filter.h"
#include "ui/format/format.h"

namespace cachescope::ui {

namespace {

constexpr int mostSuggestions = 40;

/** Where the condition under the cursor starts: after a blank or bracket outside quotes. */
int conditionStart(const QString &text, int cursor)
{
    int start = 0;
    bool quoted = false;
    for (int i = 0; i < cursor; ++i) {
        const QChar c = text.at(i);
        if (c == QLatin1Char('"'))
            quoted = !quoted;
        else if (!quoted && (c.isSpace() || c == QLatin1Char('(') || c == QLatin1Char(')')))
            start = i + 1;
    }
    return start;
}

QStringList fixedValues(const QString &field)
{
    if (field == QLatin1String("cache"))
        return { QStringLiteral("hit"), QStringLiteral("miss"), QStringLiteral("coalesced"),
                 QStringLiteral("bypass"), QStringLiteral("error") };
    if (field == QLatin1String("stream") || field == QLatin1String("pinned"))
        return { QStringLiteral("yes"), QStringLiteral("no") };
    if (field == QLatin1String("status"))
        return { QStringLiteral("200"), QStringLiteral("400"), QStringLiteral("401"),
                 QStringLiteral("429"), QStringLiteral("500"), QStringLiteral("529") };
    return {};
}

QString quotedIfNeeded(const QString &value)
{
    for (const QChar c : value) {
        if (c.isSpace() || QLatin1String(",()\"").contains(c))
            return QLatin1Char('"') + QString(value).remove(QLatin1Char('"')) + QLatin1Char('"');
    }
    return value;
}

void suggestFields(FilterCompletion &completion, const QString &typed)
{
    for (const auto &field : requestlog::filterFields()) {
        const QString name = format::text(field.name);
        if (name.startsWith(typed, Qt::CaseInsensitive))
            completion.suggestions.append({ name + QLatin1Char(':'), format::text(field.help) });
    }
}

void suggestValues(
    FilterCompletion &completion, const QString &field, const QString &typed,
    const QHash<QString, QStringList> &values)
{
    const QStringList known = values.value(field) + fixedValues(field);
    for (const QString &value : known) {
        if (value.contains(typed, Qt::CaseInsensitive) && value.compare(typed, Qt::CaseInsensitive) != 0)
            completion.suggestions.append({ quotedIfNeeded(value), {} });
        if (completion.suggestions.size() == mostSuggestions)
            return;
    }
}

} // namespace

FilterCompletion completeFilter(const QString &text, int cursor, const QHash<QString, QStringList> &values)
{
    FilterCompletion completion;
    completion.end = cursor;
    int start = conditionStart(text, cursor);
    if (start < cursor && text.at(start) == QLatin1Char('-'))
        ++start;
    const QString typed = text.mid(start, cursor - start);
    const auto colon = int(typed.indexOf(QLatin1Char(':')));
    if (colon < 0) {
        completion.begin = start;
        suggestFields(completion, typed);
        return completion;
    }
    const int valueStart = std::max(colon, int(typed.lastIndexOf(QLatin1Char(',')))) + 1;
    completion.begin = start + valueStart;
    suggestValues(completion, typed.left(colon).toLower(), typed.mid(valueStart).remove(QLatin1Char('"')), values);
    return completion;
}

} // namespace cachescope::ui
