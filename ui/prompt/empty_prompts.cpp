// SPDX-License-Identifier: MIT
#include "ui/prompt/empty_prompts.h"

#include "ui/parts/labels.h"
#include "ui/theme/icons.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace cachescope::ui {

namespace {

constexpr int columnWidth = 640;

} // namespace

EmptyPrompts::EmptyPrompts(QWidget *parent)
    : QWidget(parent)
    , m_recentTitle(makeLabel(tr("Opened lately"), TextStyle::CaptionMedium, Tone::Third, this))
    , m_recent(new QVBoxLayout)
{
    auto *outer = new QVBoxLayout(this);
    outer->addStretch(2);
    auto *inner = new QWidget(this);
    inner->setFixedWidth(columnWidth);
    auto *column = new QVBoxLayout(inner);
    column->setSpacing(metrics::gap);
    auto *icon = new QLabel(inner);
    icon->setPixmap(icons::icon(QStringLiteral("prompts"), Token::Text3).pixmap(32, 32));
    column->addWidget(icon, 0, Qt::AlignHCenter);
    column->addWidget(
        makeLabel(tr("See what of a prompt can be cached"), TextStyle::EmptyTitle, Tone::Normal, inner), 0,
        Qt::AlignHCenter);
    QLabel *reason = makeLabel(
        tr("Open a prompt or a request: its tokens, how far the provider's cache reaches, what ends it and how to "
           "mend that are shown while you write. Files can be dropped here."),
        TextStyle::Body, Tone::Second, inner);
    reason->setWordWrap(true);
    reason->setAlignment(Qt::AlignHCenter);
    reason->setMinimumHeight(reason->heightForWidth(columnWidth - 32)); // The column is centred, so nobody asks it.
    column->addWidget(reason);
    column->addSpacing(metrics::gap);
    const auto row = [&] {
        auto *made = new QHBoxLayout;
        made->setSpacing(metrics::gap);
        made->addStretch();
        column->addLayout(made);
        return made;
    };
    const auto button
        = [&](QHBoxLayout *place, const QString &words, ButtonKind kind, const QString &iconName, auto signal) {
              QPushButton *made = makeButton(words, kind, iconName, ButtonSize::Normal, inner);
              place->addWidget(made);
              connect(made, &QPushButton::clicked, this, signal);
          };
    QHBoxLayout *first = row();
    button(first, tr("Open files\u2026"), ButtonKind::Primary, QStringLiteral("file"), &EmptyPrompts::openAsked);
    button(first, tr("New prompt"), ButtonKind::Normal, QStringLiteral("plus"), &EmptyPrompts::newAsked);
    button(
        first, tr("Sample with six problems"), ButtonKind::Normal, QStringLiteral("bulb"),
        &EmptyPrompts::sampleAsked);
    first->addStretch();
    QHBoxLayout *second = row();
    button(
        second, tr("From a logged request"), ButtonKind::Quiet, QStringLiteral("requests"),
        &EmptyPrompts::callAsked);
    button(
        second, tr("Paste cURL or JSON"), ButtonKind::Quiet, QStringLiteral("terminal"), &EmptyPrompts::pasteAsked);
    second->addStretch();
    column->addSpacing(metrics::screenMargin);
    column->addWidget(m_recentTitle, 0, Qt::AlignHCenter);
    m_recent->setSpacing(2);
    column->addLayout(m_recent);
    outer->addWidget(inner, 0, Qt::AlignHCenter);
    outer->addStretch(3);
    setRecentFiles({});
}

void EmptyPrompts::setRecentFiles(const QStringList &paths)
{
    while (QLayoutItem *item = m_recent->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_recentTitle->setVisible(!paths.isEmpty());
    for (const QString &path : paths) {
        QPushButton *file = makeButton(QFileInfo(path).fileName(), ButtonKind::Link, {}, ButtonSize::Small, this);
        file->setToolTip(path);
        m_recent->addWidget(file, 0, Qt::AlignHCenter);
        connect(file, &QPushButton::clicked, this, [this, path] { Q_EMIT fileAsked(path); });
    }
}

} // namespace cachescope::ui

#include "moc_empty_prompts.cpp"
