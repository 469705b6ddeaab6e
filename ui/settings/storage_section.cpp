// SPDX-License-Identifier: MIT
#include "ui/settings/storage_section.h"

#include "base/redact.h"
#include "ui/format/core_words.h"
#include "ui/format/format.h"
#include "ui/parts/card.h"
#include "ui/parts/labels.h"
#include "ui/requests/hair_line.h"
#include "ui/settings/choices.h"
#include "ui/settings/setting_row.h"
#include "ui/settings/storage_bar.h"
#include "ui/shell/backend.h"
#include "ui/shell/page.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace cachescope::ui {

StorageSection::StorageSection(const PageContext &context, QWidget *parent)
    : SettingsSection(
        context.backend, tr("What is stored"),
        tr("Changes apply at once. An arrow marks what differs from the default and sets it back."), parent)
    , m_sizes(context.log)
{
    m_stop = makeButton(
        tr("Stop storing now"), ButtonKind::Destructive, QStringLiteral("stop"), ButtonSize::Normal, this);
    titleRow()->addWidget(m_stop, 0, Qt::AlignTop);
    connect(m_stop, &QPushButton::clicked, this, [this] {
        change(rows().front(), "log.bodies", this->backend().configuration().log.bodies ? "false" : "true");
    });
    setUpKeeping();
    setUpSecrets();
    setUpAdmin();
}

void StorageSection::setUpKeeping()
{
    Card *card = addCard();
    addSetting(
        card, tr("Store bodies"), tr("Requests and answers as they were sent, compressed, repeats only once"),
        new SwitchControl(tr("Store bodies"), card),
        { "log.bodies", [](const config::Config &c) { return QVariant(c.log.bodies); }, settingjson::boolean });
    addSetting(
        card, tr("Keep bodies"), tr("Pinned ones, and those with a note, stay"),
        new ChoiceControl(tr("Keep bodies"), choices::days({ 1, 3, 7, 14, 30, 90, 365 }), choices::daysText, card),
        { "log.body_days", [](const config::Config &c) { return QVariant(c.log.bodyDays); }, settingjson::whole });
    addSetting(
        card, tr("Keep rows"), tr("Times, tokens and money of each call, without bodies"),
        new ChoiceControl(tr("Keep rows"), choices::days({ 30, 90, 180, 365, 730 }), choices::daysText, card),
        { "log.days", [](const config::Config &c) { return QVariant(c.log.days); }, settingjson::whole });
    addSetting(
        card, tr("At most"), tr("The oldest bodies go first, pinned ones never"),
        new ChoiceControl(
            tr("At most"), choices::sizes({ 256, 512, 1024, 2048, 5120, 10240, 51200 }), choices::bytesText, card),
        { "log.body_bytes", [](const config::Config &c) { return QVariant(qint64(c.log.bodyBytes)); },
          settingjson::whole })
        ->setLast(false);
    m_bar = new StorageBar(card);
    card->body()->addWidget(m_bar);
}

void StorageSection::setUpSecrets()
{
    Card *card = addCard(tr("Secrets"));
    addRow(
        card, tr("Hidden before they are written to disk"),
        tr("Keys, bearer tokens and cookies never reach the log, the cache, copies or exports, and cannot be shown "
           "again later, not even by you"))
        ->setLast(false);
    auto *area = new QWidget(card);
    auto *column = new QVBoxLayout(area);
    column->setContentsMargins(16, metrics::gap, 16, metrics::cardPadding);
    column->setSpacing(metrics::gap);
    column->addWidget(makeLabel(tr("Try the patterns"), TextStyle::Body, Tone::Normal, area));
    m_tried = new QLineEdit(area);
    m_tried->setFont(Theme::font(TextStyle::Code));
    m_tried->setPlaceholderText(tr("Paste a header line or a piece of a prompt; it stays in this field"));
    m_tried->setAccessibleName(tr("Text to try the patterns on"));
    m_hidden = new QLineEdit(area);
    m_hidden->setFont(Theme::font(TextStyle::Code));
    m_hidden->setReadOnly(true);
    m_hidden->setAccessibleName(tr("The same text as it would be stored"));
    m_found = makeLabel({}, TextStyle::Control, Tone::Good, area);
    auto *row = new QHBoxLayout;
    row->addWidget(m_hidden, 1);
    row->addWidget(m_found);
    column->addWidget(m_tried);
    column->addLayout(row);
    card->body()->addWidget(area);
    connect(m_tried, &QLineEdit::textChanged, this, &StorageSection::tryPatterns);
    tryPatterns({});
}

void StorageSection::tryPatterns(const QString &text)
{
    m_hidden->setVisible(!text.isEmpty());
    m_found->setVisible(!text.isEmpty());
    if (text.isEmpty())
        return m_hidden->clear();
    // A header line is judged by its name, too, exactly as the proxy does it.
    const QString hidden = format::text(base::redactText(base::redactHead(format::utf8(text))));
    m_hidden->setText(hidden);
    const auto found = int(hidden.count(format::text(base::redactedMark)));
    m_found->setText(found == 0 ? tr("nothing found") : found == 1 ? tr("1 found") : tr("%1 found").arg(found));
    setTone(m_found, found == 0 ? Tone::Warning : Tone::Good);
}

void StorageSection::setUpAdmin()
{
    Card *card = addCard(tr("Admin address"));
    m_tokenRow = addRow(card, tr("Token for the admin address"), tr("Readable by you only, made anew on request"));
    m_token = makeLabel({}, TextStyle::Code, Tone::Second, card);
    m_token->setAccessibleName(tr("Token, hidden but for its end"));
    m_tokenRow->addControl(m_token);
    auto *copy = makeButton(tr("Copy"), ButtonKind::Normal, QStringLiteral("copy"), ButtonSize::Normal, card);
    auto *renew = makeButton(tr("New"), ButtonKind::Normal, QStringLiteral("refresh"), ButtonSize::Normal, card);
    renew->setToolTip(tr("Programs that use the present token are turned away from then on"));
    m_tokenRow->addControl(copy);
    m_tokenRow->addControl(renew);
    connect(copy, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(format::text(backend().adminToken()));
    });
    connect(renew, &QPushButton::clicked, this, [this] {
        const auto renewed = backend().renewAdminToken();
        m_tokenRow->setProblem(renewed ? QString() : format::coreText(renewed.error().message));
        refresh();
    });
    addSetting(
        card, tr("Token for metrics, too"),
        tr("Without it anyone on this computer can read the figures at /metrics"),
        new SwitchControl(tr("Token for metrics, too"), card),
        { "admin.metrics_token", [](const config::Config &c) { return QVariant(c.admin.metricsToken); },
          settingjson::boolean });
}

void StorageSection::refresh()
{
    SettingsSection::refresh();
    const bool storing = backend().configuration().log.bodies;
    m_stop->setText(storing ? tr("Stop storing now") : tr("Store bodies again"));
    setButtonKind(
        m_stop, storing ? ButtonKind::Destructive : ButtonKind::Normal,
        storing ? QStringLiteral("stop") : QStringLiteral("play"));
    const QString token = format::text(backend().adminToken());
    constexpr int shownEnd = 4;
    const QString dots(4, QChar(0x2022));
    m_token->setText(
        token.isEmpty() ? tr("none")
                        : QString(
                            dots + QLatin1Char(' ') + dots + QLatin1Char(' ') + dots + QLatin1Char(' ')
                            + token.right(shownEnd)));
    readSizes();
}

void StorageSection::readSizes()
{
    m_sizes.ask(
        Lane::Dashboard, this, [](LogSource &source) { return source.storageSizes(); },
        [this](const base::Result<requestlog::Reader::StorageSizes> &sizes) {
            const auto &now = backend().configuration();
            if (sizes)
                m_bar->setSizes(*sizes, now.log.bodyBytes, now.cache.maxBytes);
            else
                m_bar->setFailure(format::coreText(sizes.error().message));
        });
}

} // namespace cachescope::ui
