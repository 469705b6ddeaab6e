// SPDX-License-Identifier: MIT
#include "ui/settings/shortcuts_section.h"

#include "ui/parts/badge.h"
#include "ui/parts/card.h"
#include "ui/parts/labels.h"

#include <QAction>
#include <QGridLayout>
#include <QLabel>
#include <QMap>

namespace cachescope::ui {

ShortcutsSection::ShortcutsSection(Backend &backend, QWidget *parent)
    : SettingsSection(
        backend, tr("Shortcuts"), tr("All of them, and everything else, are in the commands, Ctrl+Shift+P."),
        parent)
{
    Card *card = addCard();
    auto *area = new QWidget(card);
    m_grid = new QGridLayout(area);
    m_grid->setContentsMargins(16, metrics::cardPadding, 16, metrics::cardPadding);
    m_grid->setHorizontalSpacing(24);
    m_grid->setVerticalSpacing(metrics::gap);
    m_grid->setColumnStretch(1, 1);
    card->body()->addWidget(area);
}

void ShortcutsSection::refresh()
{
    if (m_grid->count() > 0)
        return; // the window's actions are made once
    QMap<QString, QString> keysByName;
    for (const QAction *action : window()->findChildren<QAction *>()) {
        QStringList keys;
        for (const QKeySequence &sequence : action->shortcuts())
            keys << sequence.toString(QKeySequence::NativeText);
        if (!keys.isEmpty() && !action->text().isEmpty())
            keysByName.insert(action->text().remove(QLatin1Char('&')), keys.join(QStringLiteral(", ")));
    }
    // Keys that widgets take themselves, beside the window's actions.
    keysByName.insert(tr("Requests: open the selected call"), QStringLiteral("Enter"));
    keysByName.insert(tr("Requests: newest call, and follow"), QStringLiteral("End"));
    keysByName.insert(tr("Requests: leave the selection, stop following"), QStringLiteral("Esc"));
    keysByName.insert(tr("Requests: earlier filters"), tr("Down, in the filter"));
    keysByName.insert(tr("Requests: suggestions"), tr("Ctrl+Space, in the filter"));
    int row = 0;
    for (auto it = keysByName.cbegin(); it != keysByName.cend(); ++it, ++row) {
        m_grid->addWidget(makeLabel(it.value(), TextStyle::Code, Tone::Normal, m_grid->parentWidget()), row, 0);
        auto *name = makeLabel(it.key(), TextStyle::Control, Tone::Second, m_grid->parentWidget());
        name->setWordWrap(true);
        m_grid->addWidget(name, row, 1);
    }
}

} // namespace cachescope::ui
