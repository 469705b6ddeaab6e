// SPDX-License-Identifier: MIT
#include "ui/overview/first_run.h"

#include "ui/shell/backend.h"
#include "ui/shell/page.h"

#include "ui/format/core_words.h"
#include "ui/format/format.h"
#include "ui/overview/setup_step.h"
#include "ui/overview/snippet_tabs.h"
#include "ui/parts/labels.h"
#include "ui/parts/message_bar.h"
#include "ui/parts/painting.h"

#include "engine/test_call.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPointer>
#include <QPushButton>
#include <QVBoxLayout>

namespace cachescope::ui {

namespace {

using Kind = engine::ProxyState::Kind;

/** The drawing above "Waiting for the first request": a page of lines under a lens. */
class Drawing final : public QWidget
{
public:
    explicit Drawing(QWidget *parent)
        : QWidget(parent)
    {
        setFixedSize(156, 84);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        paintRoundedPanel(
            &painter, QRectF(2, 0, 150, 80), tokenColor(Token::Raised), tokenColor(Token::LineStrong),
            metrics::cardRadius);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        const std::pair<QRectF, Token> bars[] = { { QRectF(18, 20, 70, 6), Token::Read },
                                                  { QRectF(18, 36, 98, 6), Token::Badge },
                                                  { QRectF(18, 52, 54, 6), Token::Badge } };
        for (const auto &[bar, color] : bars) {
            painter.setBrush(tokenColor(color));
            painter.drawRoundedRect(bar, 3, 3);
        }
        painter.setPen(QPen(tokenColor(Token::Accent), 3));
        painter.setBrush(tokenColor(Token::Panel));
        painter.drawEllipse(QPointF(124, 50), 19, 19);
        painter.setPen(QPen(tokenColor(Token::Accent), 4, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(QPointF(138, 64), QPointF(150, 76));
        painter.setPen(Qt::NoPen);
        painter.setBrush(tokenColor(Token::Text2));
        for (const int x : { 117, 124, 131 })
            painter.drawEllipse(QPointF(x, 50), 1.75, 1.75);
    }
};

/** The left half: raised, with a line to the right. */
class StepsPanel final : public QWidget
{
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(tokenColor(Token::Raised));
        painter.drawRoundedRect(rect(), metrics::cardRadius - 1, metrics::cardRadius - 1);
        painter.fillRect(QRect(width() - 8, 0, 8, height()), tokenColor(Token::Raised));
        painter.fillRect(QRect(width() - 1, 0, 1, height()), tokenColor(Token::Line));
    }
};

/** Upstreams whose environment variable holds a key. */
QStringList upstreamsWithKey(const config::Config &configuration)
{
    QStringList names;
    for (const auto &[name, upstream] : configuration.upstreams) {
        if (!upstream.keyEnvironment.empty() && !qEnvironmentVariableIsEmpty(upstream.keyEnvironment.c_str()))
            names.append(format::text(name));
    }
    return names;
}

QString listed(const QStringList &names)
{
    if (names.size() < 2)
        return names.join(QString());
    return FirstRun::tr("%1 and %2").arg(names.mid(0, names.size() - 1).join(QStringLiteral(", ")), names.last());
}

} // namespace

FirstRun::FirstRun(const PageContext &context, QWidget *parent)
    : Card(parent)
    , m_context(context)
    , m_port(new SetupStep(1, this))
    , m_keys(new SetupStep(2, this))
    , m_send(new SetupStep(3, this))
    , m_storage(new SetupStep(4, this))
    , m_snippets(new SnippetTabs(this))
    , m_title(makeLabel(tr("Waiting for the first request"), TextStyle::EmptyTitle, Tone::Normal, this))
    , m_subtitle(makeLabel({}, TextStyle::Body, Tone::Second, this))
    , m_test(makeButton(tr("Send a test request"), ButtonKind::Primary, {}, ButtonSize::Normal, this))
    , m_testNote(makeLabel({}, TextStyle::Control, Tone::Second, this))
{
    setAccessibleName(tr("Set up"));
    auto *row = new QHBoxLayout;
    row->setSpacing(0);
    body()->addLayout(row);
    row->addWidget(makeSteps(), 31);
    row->addWidget(makeGuide(), 69);
    m_send->setContent(
        SetupStep::State::Current, tr("Send one request"),
        tr("Change one line in your client. This step turns green by itself."));
    connect(&context.backend, &Backend::proxyStateChanged, this, &FirstRun::refresh);
    connect(&context.backend, &Backend::configurationChanged, this, &FirstRun::refresh);
    refresh();
}

QWidget *FirstRun::makeSteps()
{
    auto *panel = new StepsPanel(this);
    panel->setMinimumWidth(240);
    panel->setMaximumWidth(372);
    panel->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Expanding);
    auto *column = new QVBoxLayout(panel);
    column->setContentsMargins(24, 20, 24, 20);
    column->setSpacing(16);
    column->addWidget(makeLabel(tr("Set up"), TextStyle::ScreenTitle, Tone::Normal, panel));
    for (SetupStep *step : { m_port, m_keys, m_send, m_storage })
        column->addWidget(step);
    column->addStretch(1);
    column->addWidget(makeDemoPart());
    connect(m_port, &SetupStep::linkClicked, this, [this] {
        m_context.navigator.openSettings(QStringLiteral("proxy"));
    });
    connect(m_keys, &SetupStep::linkClicked, this, [this] {
        m_context.navigator.openSettings(QStringLiteral("providers"));
    });
    connect(m_storage, &SetupStep::linkClicked, this, [this] {
        m_context.navigator.openSettings(QStringLiteral("storage"));
    });
    return panel;
}

QWidget *FirstRun::makeDemoPart()
{
    auto *part = new QWidget(this);
    auto *column = new QVBoxLayout(part);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metrics::cardPadding);
    column->addWidget(new MessageBar(
        MessageKind::Info, tr("No key at hand? Demo data shows every screen with simulated traffic."),
        MessageBar::Closing::Fixed, part));
    auto *buttons = new QHBoxLayout;
    QPushButton *demo
        = makeButton(tr("Show demo data"), ButtonKind::Normal, QStringLiteral("play"), ButtonSize::Normal, part);
    QPushButton *skip = makeButton(tr("Skip"), ButtonKind::Quiet, {}, ButtonSize::Normal, part);
    demo->setToolTip(tr("Opens a second window with data of its own"));
    skip->setToolTip(tr("Show the empty charts; they fill by themselves"));
    buttons->addWidget(demo);
    buttons->addWidget(skip);
    buttons->addStretch(1);
    column->addLayout(buttons);
    connect(demo, &QPushButton::clicked, this, [this] { m_context.navigator.openDemo(); });
    connect(skip, &QPushButton::clicked, this, &FirstRun::skipped);
    return part;
}

QWidget *FirstRun::makeGuide()
{
    auto *guide = new QWidget(this);
    auto *column = new QVBoxLayout(guide);
    column->setContentsMargins(24, 24, 24, 24);
    column->setSpacing(0);
    column->addStretch(1);
    column->addWidget(new Drawing(guide), 0, Qt::AlignHCenter);
    column->addSpacing(16);
    column->addWidget(m_title, 0, Qt::AlignHCenter);
    column->addSpacing(metrics::gap);
    m_subtitle->setText(tr("Point a client at Cachescope. What it sends reaches the provider byte for byte."));
    m_subtitle->setAlignment(Qt::AlignHCenter);
    m_subtitle->setWordWrap(true);
    column->addWidget(m_subtitle);
    column->addSpacing(24);
    column->addWidget(m_snippets);
    column->addSpacing(24);
    column->addWidget(makeTestRow());
    column->addStretch(4);
    return guide;
}

QWidget *FirstRun::makeTestRow()
{
    auto *row = new QWidget(this);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::cardPadding);
    m_testNote->setWordWrap(true);
    layout->addStretch(1);
    layout->addWidget(m_test);
    layout->addWidget(m_testNote);
    layout->addStretch(1);
    connect(m_test, &QPushButton::clicked, this, &FirstRun::sendTest);
    return row;
}

void FirstRun::refresh()
{
    showPort();
    showKeys();
    showStorage();
    showTest();
    const std::string address = m_context.backend.proxyState().address;
    const auto &listen = m_context.backend.configuration().listen;
    m_snippets->setAddress(
        address.empty() ? format::text(listen.host) % u':' % QString::number(listen.port) : format::text(address));
}

void FirstRun::showPort()
{
    const engine::ProxyState state = m_context.backend.proxyState();
    const QString port = format::text(state.address).section(u':', -1);
    if (state.kind == Kind::PortInUse || state.kind == Kind::Stopped) {
        m_port->setContent(
            SetupStep::State::Trouble, tr("The proxy does not listen"),
            state.message.empty() ? tr("Choose another port.") : format::coreText(state.message),
            tr("Choose a port"));
        return;
    }
    const std::string &host = m_context.backend.configuration().listen.host;
    const bool loopback = host == "127.0.0.1" || host == "::1" || host == "localhost";
    m_port->setContent(
        SetupStep::State::Done, tr("Listening on port %1").arg(port),
        loopback ? tr("On this computer only. Other programs on the network cannot reach it.")
                 : tr("On %1: other computers can reach it.").arg(format::text(host)));
}

void FirstRun::showKeys()
{
    const QStringList names = upstreamsWithKey(m_context.backend.configuration());
    if (names.isEmpty()) {
        m_keys->setContent(
            SetupStep::State::Open, tr("No provider key in the environment"),
            tr("Clients send their own keys. They pass through and are never written to the log."));
        return;
    }
    m_keys->setContent(
        SetupStep::State::Done, tr("%n provider(s) have a key", nullptr, static_cast<int>(names.size())),
        tr("%1, from the environment. Keys pass through and are never written to the log.").arg(listed(names)));
}

void FirstRun::showStorage()
{
    const config::Log &log = m_context.backend.configuration().log;
    const QString now = log.bodies
        ? tr("Now: bodies for %n day(s), at most %1, secrets hidden.", nullptr, log.bodyDays)
              .arg(format::bytes(log.bodyBytes))
        : tr("Now: times, tokens and money only; no bodies.");
    m_storage->setContent(SetupStep::State::Open, tr("Choose what is kept"), now, tr("Change"));
}

void FirstRun::showTest()
{
    m_testUpstream.clear();
    for (const QString &name : upstreamsWithKey(m_context.backend.configuration())) {
        if (m_testUpstream.empty() && engine::planTestCall(format::utf8(name)).possible)
            m_testUpstream = format::utf8(name);
    }
    const Kind kind = m_context.backend.proxyState().kind;
    const bool listening = kind == Kind::On || kind == Kind::Bypass;
    m_test->setEnabled(listening && !m_testUpstream.empty());
    if (m_testUpstream.empty()) {
        showTestNote(tr("needs a provider's key in the environment, such as OPENAI_API_KEY"));
        return;
    }
    showTestNote(tr("to %1, %2, a few tokens, well under $0.01")
                     .arg(format::text(m_testUpstream), format::text(engine::planTestCall(m_testUpstream).model)));
}

void FirstRun::showTestNote(const QString &words)
{
    constexpr int widest = 340; // Longer words wrap.
    m_testNote->setMinimumWidth(std::min(widest, m_testNote->fontMetrics().horizontalAdvance(words) + 2));
    m_testNote->setText(words);
}

void FirstRun::sendTest()
{
    m_test->setEnabled(false);
    showTestNote(tr("sent to %1, waiting\u2026").arg(format::text(m_testUpstream)));
    const QPointer<FirstRun> self(this);
    m_context.backend.sendTestCall(m_testUpstream, [self](const TestCallResult &result) {
        if (!self)
            return;
        self->m_test->setEnabled(true);
        self->showTestNote(format::coreText(result.message));
        setTone(self->m_testNote, result.ok ? Tone::Good : Tone::Error);
    });
}

void FirstRun::setArrived()
{
    if (m_arrived)
        return;
    m_arrived = true;
    m_send->setContent(
        SetupStep::State::Done, tr("The first request has arrived"), tr("Cachescope sees your client."));
    m_title->setText(tr("It works"));
    m_subtitle->setText(tr("Every call from here on is in the log, with its tokens, its cost and its time."));
}

} // namespace cachescope::ui

#include "moc_first_run.cpp"
