// SPDX-License-Identifier: MIT
#include "ui/settings/proxy_section.h"

#include "base/clock.h"
#include "ui/format/core_words.h"
#include "ui/format/format.h"
#include "ui/parts/badge.h"
#include "ui/parts/card.h"
#include "ui/parts/labels.h"
#include "ui/settings/setting_row.h"
#include "ui/shell/attachment_text.h"
#include "ui/shell/backend.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QPushButton>

namespace cachescope::ui {

using Kind = engine::ProxyState::Kind;

namespace {

constexpr int mostPort = 65535;
constexpr int portsTried = 20;

QString joined(const std::vector<std::string> &words)
{
    QStringList list;
    for (const auto &word : words)
        list << format::text(word);
    return list.join(QStringLiteral(", "));
}

} // namespace

ProxySection::ProxySection(Backend &backend, QWidget *parent)
    : SettingsSection(
        backend, tr("Proxy"),
        tr("Changes apply at once. An arrow marks what differs from the default and sets it back."), parent)
{
    if (backend.attachment())
        setUpAttachment();
    setUpState();
    setUpListening();
}

/** What this window shows is another process. */
void ProxySection::setUpAttachment()
{
    Card *card = addCard();
    m_attachment = addRow(card, tr("This window"), {});
    m_attached = new Badge(BadgeKind::Info, {}, card);
    m_here = makeButton(
        tr("Run the proxy in this window"), ButtonKind::Normal, QStringLiteral("play"), ButtonSize::Normal, card);
    m_attachment->addControl(m_attached);
    m_attachment->addControl(m_here);
    connect(m_here, &QPushButton::clicked, this, [this] {
        const auto started = this->backend().runProxyHere();
        m_attachment->setProblem(started ? QString() : format::coreText(started.error().message));
    });
    connect(&backend(), &Backend::attachmentChanged, this, &ProxySection::refresh);
}

void ProxySection::showAttachment(const AttachmentFacts &facts)
{
    const bool attached = facts.phase == AttachmentFacts::Phase::Attached;
    const QString sentence = attachmenttext::sentence(facts, base::SystemClock::instance().wall());
    m_attached->setContent(
        attached ? BadgeKind::Info : BadgeKind::Error, attached ? tr("Attached") : tr("Not connected"));
    m_attachment->setDescription(
        facts.version.empty() ? sentence : tr("%1 Version %2.").arg(sentence, format::text(facts.version)));
    m_here->setEnabled(facts.directoryFree);
    m_here->setToolTip(
        facts.directoryFree ? tr("The window closes and opens again with a proxy of its own")
                            : tr("Another process runs the proxy of this data directory; end it first"));
}

void ProxySection::setUpState()
{
    Card *card = addCard();
    m_state = addRow(card, tr("State"), {});
    m_badge = new Badge(BadgeKind::Neutral, {}, card);
    m_copy = makeButton(tr("Copy address"), ButtonKind::Normal, QStringLiteral("copy"), ButtonSize::Normal, card);
    m_next = makeButton(tr("Start"), ButtonKind::Normal, QStringLiteral("play"), ButtonSize::Normal, card);
    m_state->addControl(m_badge);
    m_state->addControl(m_next);
    m_state->addControl(m_copy);
    connect(m_copy, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(
            QStringLiteral("http://") + format::text(this->backend().proxyState().address));
    });
    connect(m_next, &QPushButton::clicked, this, &ProxySection::useNextPort);
}

void ProxySection::setUpListening()
{
    Card *card = addCard(tr("Listening"));
    addSetting(
        card, tr("Port"), tr("Clients call http://127.0.0.1 with this port. 0 takes a free one at each start."),
        new NumberControl(tr("Port"), 0, mostPort, {}, card),
        { "listen.port", [](const config::Config &c) { return QVariant(int(c.listen.port)); },
          settingjson::whole });
    addSetting(
        card, tr("Host"),
        tr("127.0.0.1 is reached from this computer only. Another address lets others use your keys."),
        new TextControl(tr("Host"), QStringLiteral("127.0.0.1"), 180, card),
        { "listen.host", [](const config::Config &c) { return QVariant(format::text(c.listen.host)); },
          settingjson::text });
    addSetting(
        card, tr("Further names"), tr("Values of Host that are let in beside the loopback names; commas between"),
        new TextControl(tr("Further names"), tr("none"), 240, card),
        { "listen.hosts", [](const config::Config &c) { return QVariant(joined(c.listen.hosts)); },
          settingjson::list });
    addSetting(
        card, tr("Web pages"), tr("Origins whose pages may call the proxy; none by default; commas between"),
        new TextControl(tr("Web pages"), tr("none"), 240, card),
        { "listen.origins", [](const config::Config &c) { return QVariant(joined(c.listen.origins)); },
          settingjson::list });
    addSetting(
        card, tr("Threads"), tr("Event loops that carry calls; two carry tens of thousands a second"),
        new NumberControl(tr("Threads"), 1, 64, {}, card),
        { "limits.threads", [](const config::Config &c) { return QVariant(c.limits.threads); },
          settingjson::whole });
}

void ProxySection::refresh()
{
    SettingsSection::refresh();
    const auto facts = backend().attachment();
    if (m_attachment != nullptr && facts)
        showAttachment(*facts);
    const auto state = backend().proxyState();
    struct Words
    {
        BadgeKind kind;
        QString word;
    };
    const auto words = [&]() -> Words {
        switch (state.kind) {
        case Kind::On:
            return { BadgeKind::Good, tr("On", "proxy") };
        case Kind::Paused:
            return { BadgeKind::Warning, tr("Paused") };
        case Kind::Bypass:
            return { BadgeKind::Warning, tr("Cache bypassed") };
        case Kind::PortInUse:
            return { BadgeKind::Error, tr("Port in use") };
        case Kind::NoUpstream:
            return { BadgeKind::Error, tr("No upstream") };
        case Kind::Stopped:
            break;
        }
        return { BadgeKind::Neutral, tr("Stopped") };
    }();
    m_badge->setContent(words.kind, words.word);
    m_state->setDescription(
        state.message.empty() ? QStringLiteral("http://") + format::text(state.address)
                              : format::coreText(state.message));
    const bool stopped = state.kind == Kind::PortInUse || state.kind == Kind::Stopped;
    m_copy->setVisible(!stopped);
    m_next->setVisible(stopped && !facts);
    m_next->setText(state.kind == Kind::PortInUse ? tr("Use the next free port") : tr("Start"));
}

void ProxySection::useNextPort()
{
    const int wanted = backend().configuration().listen.port;
    const bool taken = backend().proxyState().kind == Kind::PortInUse;
    std::string message;
    for (int port = taken ? wanted + 1 : wanted; port <= std::min(mostPort, wanted + portsTried); ++port) {
        const auto started = backend().startProxy(std::uint16_t(port));
        if (started) {
            if (port != wanted) // chosen by a click: the next start uses it, too
                change(m_state, "listen.port", std::to_string(port));
            return refresh();
        }
        message = started.error().message;
        if (!taken)
            break;
    }
    m_state->setProblem(format::coreText(message));
}

} // namespace cachescope::ui
