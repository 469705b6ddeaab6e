// SPDX-License-Identifier: MIT
#include "ui/prompt/logged_values.h"

#include "insight/observe_family.h"
#include "prompt/values_of_calls.h"
#include "ui/format/format.h"

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>

namespace cachescope::ui {

namespace {

LoggedValues::Answer nothing(const QString &words)
{
    return { {}, {}, words };
}

LoggedValues::Answer answerTo(
    const std::string &database, const PromptSnapshot &snapshot, const std::string &model,
    const std::function<bool()> &isCancelled)
{
    const auto now = prompt::Prompt::parse(snapshot.promptBytes());
    if (!now)
        return nothing(format::text(now.error().message));
    if ((*now)->variables().empty())
        return nothing(LoggedValues::tr("This prompt has no variables. Write {{name}} where a value is to stand."));
    const auto reader = requestlog::Reader::open(database);
    if (!reader)
        return nothing(format::text(reader.error().message));
    insight::FamilyQuery query;
    query.model = model;
    query.calls = LoggedValues::mostRequests;
    query.time = std::chrono::seconds(5);
    const auto seen = insight::observeFamily(**reader, **now, query);
    if (!seen)
        return nothing(format::text(seen.error().message));
    prompt::CallValues found = prompt::valuesOfCalls(**now, seen->evidence, isCancelled);
    const auto calls = static_cast<int>(found.calls), sets = static_cast<int>(found.sets.size());
    if (calls == 0)
        return nothing(
            seen->bodiesMissing > 0
                ? LoggedValues::tr("No request like this has its body in the log: values cannot be told.")
                : LoggedValues::tr("No request like this is in the log."));
    if (sets == 0)
        return nothing(LoggedValues::tr(
            "The log has %n request(s) like this, but none has the text beside the variables.", nullptr, calls));
    LoggedValues::Answer answer;
    answer.name = LoggedValues::tr("%n logged request(s)", nullptr, sets);
    answer.words = LoggedValues::tr("%n set(s) of values", nullptr, sets) + QStringLiteral(", ")
        + LoggedValues::tr("from the last %n request(s) like this.", nullptr, calls);
    QStringList unknown;
    for (const prompt::Variable &variable : (*now)->variables()) {
        if (!found.sets.front().contains(variable.name))
            unknown << QStringLiteral("{{%1}}").arg(format::text(variable.name));
    }
    unknown.removeDuplicates();
    if (!unknown.isEmpty())
        answer.words += u' ' + LoggedValues::tr("Not found: %1.").arg(unknown.join(QStringLiteral(", ")));
    answer.sets = std::move(found.sets);
    return answer;
}

} // namespace

LoggedValues::~LoggedValues()
{
    if (m_running)
        *m_running = true;
}

void LoggedValues::ask(const std::string &database, const PromptSnapshot &snapshot, const std::string &model)
{
    if (m_running)
        *m_running = true;
    const Flag flag = std::make_shared<std::atomic<bool>>(false);
    m_running = flag;
    const QPointer<LoggedValues> self(this);
    QThreadPool::globalInstance()->start([self, flag, database, snapshot, model] {
        auto answer
            = std::make_shared<const Answer>(answerTo(database, snapshot, model, [flag] { return flag->load(); }));
        QMetaObject::invokeMethod(qApp, [self, flag, answer] {
            if (self && !*flag)
                Q_EMIT self->answered(*answer);
        });
    });
}

} // namespace cachescope::ui

#include "moc_logged_values.cpp"
