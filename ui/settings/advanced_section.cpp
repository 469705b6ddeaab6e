// SPDX-License-Identifier: MIT
#include "ui/settings/advanced_section.h"

#include "ui/format/format.h"
#include "ui/parts/card.h"
#include "ui/parts/labels.h"
#include "ui/settings/choices.h"
#include "ui/settings/setting_row.h"
#include "ui/shell/backend.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QFileInfo>
#include <QGuiApplication>
#include <QPushButton>
#include <QUrl>

namespace cachescope::ui {

AdvancedSection::AdvancedSection(Backend &backend, QWidget *parent)
    : SettingsSection(
        backend, tr("Advanced"), tr("Where things are, and how much of anything is taken in."), parent)
{
    Card *files = addCard();
    m_file = addPath(files, tr("Configuration file"));
    m_data = addPath(files, tr("Data directory"));

    Card *limits = addCard(tr("Limits"));
    addSetting(
        limits, tr("Largest body"), tr("A larger request is refused with 413"),
        new ChoiceControl(
            tr("Largest body"), choices::sizes({ 16, 32, 64, 128, 256, 512 }), choices::bytesText, limits),
        { "limits.body_bytes", [](const config::Config &c) { return QVariant(qint64(c.limits.bodyBytes)); },
          settingjson::whole });
    const auto seconds = [&](const QString &name, const QString &description, const char *path, auto read) {
        addSetting(
            limits, name, description, new NumberControl(name, 1, 3600, tr("s", "seconds"), limits),
            { path, [read](const config::Config &c) { return QVariant(int(read(c).count())); },
              settingjson::whole });
    };
    seconds(
        tr("Connecting"), tr("How long a provider may take to accept a connection"), "limits.connect_s",
        [](const config::Config &c) { return c.limits.connect; });
    seconds(
        tr("First byte"), tr("How long a provider may think before its answer begins"), "limits.first_byte_s",
        [](const config::Config &c) { return c.limits.firstByte; });
    seconds(
        tr("Idle connections"), tr("Closed after this time without a call"), "limits.idle_s",
        [](const config::Config &c) { return c.limits.idle; });
    refresh();
}

SettingRow *AdvancedSection::addPath(Card *card, const QString &name)
{
    SettingRow *row = addRow(card, name, {});
    auto *copy = makeButton(tr("Copy path"), ButtonKind::Normal, QStringLiteral("copy"), ButtonSize::Normal, card);
    auto *open = makeButton(tr("Open"), ButtonKind::Normal, QStringLiteral("file"), ButtonSize::Normal, card);
    copy->setAccessibleName(tr("Copy the path: %1").arg(name));
    open->setAccessibleName(tr("Open: %1").arg(name));
    row->addControl(copy);
    row->addControl(open);
    connect(
        copy, &QPushButton::clicked, this, [row] { QGuiApplication::clipboard()->setText(row->description()); });
    connect(open, &QPushButton::clicked, this, [row] {
        const QString path = row->description();
        if (!QFileInfo::exists(path))
            return row->setProblem(tr("There is no such file yet; the first change here writes it."));
        const bool opened = QDesktopServices::openUrl(QUrl::fromLocalFile(path));
        row->setProblem(opened ? QString() : tr("No program of this desktop opened it."));
    });
    return row;
}

void AdvancedSection::refresh()
{
    SettingsSection::refresh();
    m_file->setDescription(format::text(backend().configFile()));
    m_data->setDescription(format::text(backend().dataDirectory()));
}

} // namespace cachescope::ui
