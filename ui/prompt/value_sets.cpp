// SPDX-License-Identifier: MIT
#include "ui/prompt/value_sets.h"

#include "ui/format/format.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace cachescope::ui {

namespace {

/** Words of this file for the translators. */
class ValueWords
{
    Q_DECLARE_TR_FUNCTIONS(ValueWords)
};

constexpr std::size_t mostSets = 1000;

ValueSet setOf(const QJsonObject &object)
{
    ValueSet values;
    for (auto member = object.begin(); member != object.end(); ++member) {
        const QJsonValue value = member.value();
        QString text = value.toString();
        if (!value.isString()) {
            // As it is written in JSON: [3] without its brackets.
            text = QString::fromUtf8(QJsonDocument(QJsonArray{ value }).toJson(QJsonDocument::Compact));
            text = text.mid(1, text.size() - 2);
        }
        values[format::utf8(member.key())] = format::utf8(text);
    }
    return values;
}

tl::unexpected<base::Error> failed(const QString &message)
{
    return base::failure(base::ErrorCode::InvalidInput, format::utf8(message));
}

base::Result<std::vector<ValueSet>> fromLines(const QByteArray &bytes)
{
    std::vector<ValueSet> sets;
    int line = 0;
    for (const QByteArray &text : bytes.split('\n')) {
        ++line;
        if (text.trimmed().isEmpty())
            continue;
        const QJsonDocument document = QJsonDocument::fromJson(text);
        if (!document.isObject())
            return failed(ValueWords::tr("Line %1 is no JSON object of values.").arg(line));
        if (sets.size() < mostSets)
            sets.push_back(setOf(document.object()));
    }
    return sets;
}

} // namespace

base::Result<std::vector<ValueSet>> readValueSets(std::string_view bytes)
{
    const QByteArray all(bytes.data(), static_cast<qsizetype>(bytes.size()));
    const QJsonDocument whole = QJsonDocument::fromJson(all);
    std::vector<ValueSet> sets;
    if (whole.isObject()) {
        sets.push_back(setOf(whole.object()));
    } else if (whole.isArray()) {
        int number = 0;
        for (const QJsonValue &value : whole.array()) {
            ++number;
            if (!value.isObject())
                return failed(ValueWords::tr("Element %1 of the list is no object of values.").arg(number));
            if (sets.size() < mostSets)
                sets.push_back(setOf(value.toObject()));
        }
    } else {
        auto lines = fromLines(all);
        if (!lines)
            return lines;
        sets = std::move(*lines);
    }
    if (sets.empty())
        return failed(ValueWords::tr("The file holds no values. It wants objects such as {\"name\": \"value\"}."));
    return sets;
}

QStringList variableNames(const prompt::Prompt &prompt)
{
    QStringList names;
    for (const prompt::Variable &variable : prompt.variables())
        names << format::text(variable.name);
    names.removeDuplicates();
    return names;
}

} // namespace cachescope::ui
