// SPDX-License-Identifier: MIT
#include "ui/cache/entry_search.h"

#include "ui/cache/entry_columns.h"
#include "ui/format/format.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QStringList>

namespace cachescope::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(EntrySearch)
};

QString memberWords(const QString &name, const QString &value)
{
    const auto age = [&value] {
        const auto parsed = cache::parseAge(format::utf8(value));
        return parsed ? ageText(parsed->count()) : value;
    };
    if (name == QLatin1String("key"))
        return Words::tr("key %1").arg(value.left(8));
    if (name == QLatin1String("prefix_text"))
        return Words::tr("prompt begins with \u201c%1\u201d").arg(value);
    if (name == QLatin1String("model"))
        return Words::tr("model %1").arg(value);
    if (name == QLatin1String("upstream"))
        return Words::tr("upstream %1").arg(value);
    if (name == QLatin1String("project"))
        return Words::tr("project %1").arg(value);
    if (name == QLatin1String("tag"))
        return Words::tr("tag %1").arg(value);
    if (name == QLatin1String("namespace"))
        return Words::tr("namespace %1").arg(value);
    if (name == QLatin1String("version"))
        return Words::tr("version %1").arg(value);
    if (name == QLatin1String("system"))
        return Words::tr("system prompt %1").arg(value.left(8));
    if (name == QLatin1String("system_not"))
        return Words::tr("another system prompt than %1").arg(value.left(8));
    if (name == QLatin1String("filter"))
        return Words::tr("filter %1").arg(value);
    if (name == QLatin1String("state"))
        return Words::tr("state %1").arg(value);
    if (name == QLatin1String("older_than"))
        return Words::tr("older than %1").arg(age());
    if (name == QLatin1String("ttl_left_below"))
        return Words::tr("less than %1 left").arg(age());
    if (name == QLatin1String("hits_below"))
        return Words::tr("fewer than %1 hits").arg(value);
    if (name == QLatin1String("all"))
        return Words::tr("all entries");
    return name + u' ' + value;
}

} // namespace

cache::Selector searchSelector(const QString &text, std::optional<cache::EntryCondition> condition)
{
    cache::Selector selector;
    selector.condition = condition;
    const QString trimmed = text.trimmed();
    if (trimmed.isEmpty())
        return selector;
    static const QRegularExpression key(QStringLiteral("^[0-9a-fA-F]{8,64}$"));
    if (key.match(trimmed).hasMatch())
        selector.key = format::utf8(trimmed.toLower());
    else
        selector.filter = format::utf8(trimmed);
    return selector;
}

QString selectorWords(const std::string &json)
{
    const QJsonObject object = QJsonDocument::fromJson(QByteArray::fromStdString(json)).object();
    // In the order of the admin API, not in that of the alphabet.
    QStringList words;
    for (const std::string_view name : cache::selectorNames()) {
        const QString member = format::text(name);
        if (const QJsonValue value = object.value(member); !value.isUndefined())
            words << memberWords(member, value.toVariant().toString());
    }
    return words.join(QStringLiteral(", "));
}

} // namespace cachescope::ui
