// SPDX-License-Identifier: MIT
#include "ui/shell/attachment_text.h"

#include "ui/format/core_words.h"
#include "ui/format/format.h"

#include <QCoreApplication>

namespace cachescope::ui::attachmenttext {

namespace {

using Phase = AttachmentFacts::Phase;

/** Context for translations of free functions. */
struct AttachmentWords
{
    Q_DECLARE_TR_FUNCTIONS(AttachmentWords)
};

QString programOf(const AttachmentFacts &facts)
{
    return facts.toWindow ? AttachmentWords::tr("another window") : QStringLiteral("cachescope serve");
}

} // namespace

QString sentence(const AttachmentFacts &facts, base::UnixMicros now)
{
    const QString process = QString::number(facts.process);
    switch (facts.phase) {
    case Phase::Attached:
        return AttachmentWords::tr("Attached to %1, process %2, since %3. Closing this window does not end it.")
            .arg(programOf(facts), process, format::moment(facts.since, now));
    case Phase::Lost:
        if (facts.directoryFree)
            return AttachmentWords::tr("%1 (process %2) has ended; this window shows the log and waits for it.")
                .arg(programOf(facts), process);
        return AttachmentWords::tr("%1 (process %2) does not answer; this window shows the log and tries again.")
            .arg(programOf(facts), process);
    case Phase::OtherVersion:
        return format::coreText(facts.problem);
    }
    Q_UNREACHABLE();
}

QString status(const AttachmentFacts &facts)
{
    if (facts.phase == Phase::Attached)
        return facts.toWindow ? AttachmentWords::tr("attached to another window, process %1").arg(facts.process)
                              : AttachmentWords::tr("attached to serve, process %1").arg(facts.process);
    if (facts.phase == Phase::OtherVersion)
        return AttachmentWords::tr("another version runs");
    return facts.directoryFree ? AttachmentWords::tr("serve has ended; reconnecting")
                               : AttachmentWords::tr("serve does not answer; reconnecting");
}

QString whyNoControl(const Backend &backend, base::UnixMicros now)
{
    const auto facts = backend.attachment();
    return !facts || facts->phase == Phase::Attached ? QString() : sentence(*facts, now);
}

} // namespace cachescope::ui::attachmenttext
