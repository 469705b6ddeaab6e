// SPDX-License-Identifier: MIT
#include "ui/settings/cache_section.h"

#include "ui/format/core_words.h"
#include "ui/format/format.h"
#include "ui/parts/card.h"
#include "ui/settings/choices.h"
#include "ui/settings/setting_row.h"
#include "ui/shell/backend.h"

namespace cachescope::ui {

CacheSection::CacheSection(Backend &backend, QWidget *parent)
    : SettingsSection(
        backend, tr("Cache"),
        tr("Whole, successful answers to the exact same question of the same caller are given again without asking "
           "the provider."),
        parent)
{
    Card *card = addCard();
    addSetting(
        card, tr("Answer from the cache"), tr("Off: every call goes to its provider, nothing new is kept"),
        new SwitchControl(tr("Answer from the cache"), card),
        { "cache.enabled", [](const config::Config &c) { return QVariant(c.cache.enabled); },
          settingjson::boolean });
    addSetting(
        card, tr("Keep answers"), tr("How long an answer serves; fixed when it is stored"),
        new ChoiceControl(
            tr("Keep answers"), choices::durations({ 300, 3600, 6 * 3600, 24 * 3600, 7 * 86400, 30 * 86400 }),
            choices::durationText, card),
        { "cache.ttl_s", [](const config::Config &c) { return QVariant(qint64(c.cache.ttl.count())); },
          settingjson::whole });
    addSetting(
        card, tr("Answers with tool calls"),
        tr("Repeating a tool call repeats what the tool does: off unless you know"),
        new SwitchControl(tr("Answers with tool calls"), card),
        { "cache.store_tool_calls", [](const config::Config &c) { return QVariant(c.cache.storeToolCalls); },
          settingjson::boolean });

    Card *sizes = addCard(tr("Room"));
    m_state = addRow(sizes, tr("In use"), {});
    addSetting(
        sizes, tr("On disk, at most"), tr("The least used answers go first"),
        new ChoiceControl(
            tr("On disk, at most"), choices::sizes({ 256, 512, 1024, 2048, 5120, 10240 }), choices::bytesText,
            sizes),
        { "cache.max_bytes", [](const config::Config &c) { return QVariant(qint64(c.cache.maxBytes)); },
          settingjson::whole });
    addSetting(
        sizes, tr("In memory, at most"), tr("Answers in memory come back within microseconds"),
        new ChoiceControl(
            tr("In memory, at most"), choices::sizes({ 32, 64, 128, 256, 512, 1024 }), choices::bytesText, sizes),
        { "cache.memory_bytes", [](const config::Config &c) { return QVariant(qint64(c.cache.memoryBytes)); },
          settingjson::whole });
    refresh();
}

void CacheSection::refresh()
{
    SettingsSection::refresh();
    const auto status = backend().cacheStatus();
    m_state->setDescription(tr("%1 answers, %2 on disk; %3 of them, %4 in memory")
                                .arg(
                                    format::number(status.entries), format::bytes(status.bytes),
                                    format::number(status.memoryEntries), format::bytes(status.memoryBytes)));
    m_state->setProblem(format::coreText(status.message));
}

} // namespace cachescope::ui
