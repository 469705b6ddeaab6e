// SPDX-License-Identifier: MIT
#include "ui/requests/summary_view.h"

#include "requestlog/call_way.h"
#include "ui/format/format.h"
#include "ui/requests/fact_list.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLabel>

namespace cachescope::ui {

using requestlog::CallRecord;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(SummaryView)
};

constexpr int widestColumn = 460;

QVector<Fact> callFacts(const CallRecord &record, const CallTextStyle &style)
{
    const auto &start = record.start;
    const QString target = format::text(start.method) + QLatin1Char(' ') + format::text(start.target);
    return {
        { Words::tr("Number"), format::number(start.id), Tone::Normal, false, format::text(start.uid.toString()) },
        { Words::tr("Started"), fullTime(start.startedAt), Tone::Normal, false, {} },
        { Words::tr("Client"), format::text(start.client), Tone::Normal, false, {} },
        { Words::tr("Upstream"), format::text(start.upstream), Tone::Normal, false, {} },
        { Words::tr("Address"), target, Tone::Normal, true, {} },
        { Words::tr("Model"), format::text(start.model), Tone::Normal, false, {} },
        { Words::tr("Session"), format::text(start.session), Tone::Normal, false, {} },
        { Words::tr("Project"), format::text(start.project), Tone::Normal, false, {} },
        { Words::tr("Namespace"), format::text(start.nameSpace), Tone::Normal, false, {} },
        { Words::tr("Version"), format::text(start.version), Tone::Normal, false, {} },
        { Words::tr("Tags"),
          start.tags.empty() ? QString() : callText(record, CallColumn::Tags, style),
          Tone::Normal,
          false,
          {} },
        { Words::tr("Caller"), start.credential.empty() ? QString() : format::text(start.credential), Tone::Second,
          true, Words::tr("Keyed hash of the credential; the credential itself is never stored") },
        { Words::tr("First words"), format::text(start.firstText).simplified(), Tone::Second, false, {} },
        { Words::tr("Note"), format::text(record.note), Tone::Normal, false, {} },
    };
}

QVector<Fact> answerFacts(const CallRecord &record)
{
    const auto &end = record.end;
    const bool failed = end.outcome == requestlog::Outcome::Error;
    const bool local = answeredLocally(record);
    const QString served = end.servedModel == record.start.model ? QString() : format::text(end.servedModel);
    return {
        { Words::tr("Outcome"),
          outcomeWord(end.outcome),
          failed      ? Tone::Error
              : local ? Tone::Good
                      : Tone::Normal,
          false,
          {} },
        { Words::tr("State"), stateWords(end.state), Tone::Error, false, {} },
        { Words::tr("Status"),
          end.status > 0 ? QString::number(end.status) : QString(),
          end.status >= 400 ? Tone::Error : Tone::Normal,
          false,
          {} },
        { Words::tr("Cache"), format::text(end.cacheDetail), Tone::Normal, true, {} },
        { Words::tr("Cache key"), format::text(end.cacheKey), Tone::Normal, true, {} },
        { Words::tr("Answer of"),
          end.hitOf > 0 ? Words::tr("call %1").arg(format::number(end.hitOf)) : QString(),
          Tone::Normal,
          false,
          {} },
        { Words::tr("Policy"),
          end.way && !end.way->policy.empty()
              ? Words::tr("%1, for it matches %2")
                    .arg(format::text(end.way->policy), format::text(end.way->policyReason))
              : QString(),
          Tone::Normal,
          false,
          {} },
        { Words::tr("Kept in the cache"), end.stored ? Words::tr("yes") : QString(), Tone::Good, false, {} },
        { Words::tr("Served model"), served, Tone::Normal, false, {} },
        { Words::tr("Service tier"), format::text(end.serviceTier), Tone::Normal, false, {} },
        { Words::tr("Ended by"), format::text(end.finishReason), Tone::Normal, false, {} },
        { Words::tr("Tool calls"), end.toolCalls ? Words::tr("yes") : QString(), Tone::Normal, false, {} },
        { Words::tr("Stream"), record.start.stream ? Words::tr("yes") : Words::tr("no"), Tone::Normal, false, {} },
        { Words::tr("Attempts"),
          end.attempts > 1 ? QString::number(end.attempts) : QString(),
          Tone::Warning,
          false,
          {} },
        { Words::tr("Sent, received"),
          QString(
              format::bytes(record.start.requestBytes) + QStringLiteral(", ") + format::bytes(end.responseBytes)),
          Tone::Normal,
          false,
          {} },
    };
}

QVector<Fact> costFacts(const CallRecord &record, const CallTextStyle &style)
{
    const auto &end = record.end;
    const auto money = [&](const std::optional<base::Money> &amount) {
        return amount ? format::money(amount, 4, style.currency) : QString();
    };
    const QString unpriced = isUnpriced(record) ? Words::tr("no price known") : QString();
    const bool tokens = hasTokens(record);
    return {
        { Words::tr("Cost"),
          end.billed ? money(end.billed) : unpriced,
          end.billed ? Tone::Normal : Tone::Warning,
          false,
          {} },
        // Nothing was sent for a local answer; what it saved is said below.
        { Words::tr("Without cache"),
          answeredLocally(record) ? QString() : money(end.withoutCache),
          Tone::Normal,
          false,
          {} },
        { Words::tr("Avoided"), money(end.avoided), Tone::Good, false,
          Words::tr("By an answer from this program's own cache") },
        { Words::tr("Input"), tokens ? callText(record, CallColumn::Input, style) : QString(), Tone::Normal, false,
          Words::tr("Tokens") },
        { Words::tr("of these"),
          tokens ? callText(record, CallColumn::InputBar, style) : QString(),
          Tone::Second,
          false,
          {} },
        { Words::tr("Output"), tokens ? callText(record, CallColumn::Output, style) : QString(), Tone::Normal,
          false, Words::tr("Tokens") },
        { Words::tr("First token"),
          end.firstTokenMicros < 0 ? QString() : format::duration(end.firstTokenMicros),
          Tone::Normal,
          false,
          {} },
        { Words::tr("Total"), format::duration(end.totalMicros), Tone::Normal, false, {} },
        { Words::tr("Own work"), format::duration(end.overheadMicros), Tone::Second, false,
          Words::tr("Time that Cachescope itself added") },
    };
}

QString helpName(const std::string &what)
{
    if (what == "include_usage")
        return Words::tr("Usage of the stream");
    if (what == "cache_key")
        return Words::tr("Cache key");
    if (what == "marks")
        return Words::tr("Cache mark");
    if (what == "cached_contents")
        return Words::tr("Cached contents");
    if (what == "diagnostics")
        return Words::tr("Diagnostics");
    return format::text(what);
}

/** Where the request went otherwise than its client wrote it: the log keeps the client's own. */
QVector<Fact> spliceFacts(const CallRecord &record)
{
    if (!record.end.way)
        return {};
    QVector<Fact> facts;
    for (const requestlog::CallSplice &splice : record.end.way->splices) {
        const QString place
            = splice.byte < 0 ? Words::tr("in the head") : Words::tr("at byte %1").arg(format::number(splice.byte));
        const QString added
            = splice.inserted.empty() ? QString() : QStringLiteral("+ ") + format::text(splice.inserted);
        const QString removed = splice.removed == 0 || splice.byte < 0
            ? QString()
            : QStringLiteral("− ") + format::bytes(splice.removed);
        QStringList parts{ place };
        for (const QString &part : { removed, added }) {
            if (!part.isEmpty())
                parts << part;
        }
        facts.append({ helpName(splice.what), parts.join(QStringLiteral("  ")), Tone::Normal, true,
                       Words::tr("Put in by Cachescope; everything else went byte for byte") });
    }
    if (record.end.way->helpRefused > 0)
        facts.append({ Words::tr("Taken back"),
                       Words::tr("the provider answered %1; then it went as the client wrote it")
                           .arg(record.end.way->helpRefused),
                       Tone::Warning,
                       false,
                       {} });
    return facts;
}

} // namespace

SummaryView::SummaryView(QWidget *parent)
    : QScrollArea(parent)
{
    setWidgetResizable(true);
    setFrameShape(NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *content = new QWidget(this);
    content->setProperty("surface", QStringLiteral("panel"));
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(
        metrics::screenMargin, metrics::cardPadding, metrics::screenMargin, metrics::cardPadding);
    column->setSpacing(metrics::cardPadding);
    m_trouble = makeLabel({}, TextStyle::Control, Tone::Error, content);
    m_trouble->setWordWrap(true);
    m_trouble->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column->addWidget(m_trouble);
    auto *row = new QHBoxLayout;
    row->setSpacing(24);
    m_call = new FactList(tr("Call"), content);
    m_answer = new FactList(tr("Answer"), content);
    m_cost = new FactList(tr("Tokens, money, time"), content);
    for (FactList *list : { m_call, m_answer, m_cost }) {
        list->setMaximumWidth(widestColumn);
        row->addWidget(list, 1);
    }
    column->addLayout(row);
    m_splices = new FactList(tr("Changed for the provider's cache"), content);
    column->addWidget(m_splices);
    column->addStretch();
    setWidget(content);
    setAccessibleName(tr("Summary of the call"));
}

void SummaryView::setRecord(const CallRecord &record, const CallTextStyle &style)
{
    m_trouble->setText(format::text(record.end.errorMessage));
    m_trouble->setVisible(!record.end.errorMessage.empty());
    m_call->setFacts(callFacts(record, style));
    m_answer->setFacts(answerFacts(record));
    m_cost->setFacts(costFacts(record, style));
    const QVector<Fact> splices = spliceFacts(record);
    m_splices->setFacts(splices);
    m_splices->setVisible(!splices.isEmpty());
}

} // namespace cachescope::ui
