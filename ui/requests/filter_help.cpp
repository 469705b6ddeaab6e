// SPDX-License-Identifier: MIT
#include "ui/requests/filter_help.h"

#include "requestlog/filter.h"
#include "ui/format/core_words.h"
#include "ui/format/format.h"
#include "ui/parts/labels.h"
#include "ui/parts/painting.h"

#include <QGridLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>

namespace cachescope::ui {

namespace {

struct Form
{
    const char *example;
    QString meaning;
};

} // namespace

FilterHelp::FilterHelp(QWidget *parent)
    : QFrame(parent, Qt::Popup)
{
    setAccessibleName(tr("Help for the filter"));
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(1, 1, 1, 1);
    auto *area = new QScrollArea(this);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff); // The meanings wrap instead.
    outer->addWidget(area);
    auto *content = new QWidget(area);
    content->setProperty("surface", QStringLiteral("panel"));
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(16, 12, 16, 12);
    column->setSpacing(metrics::iconGap);
    area->setWidget(content);

    column->addWidget(makeLabel(tr("Conditions"), TextStyle::CardTitle, Tone::Normal, content));
    const Form forms[] = {
        { "model:opus*", tr("begins with opus; * stands for anything") },
        { "status:429,529", tr("one of these values") },
        { "cost>0.05 ttft>=2s in>100k", tr("figures with units; a blank means and") },
        { "-client:ci", tr("not") },
        { "(cache:error or retry>0) stream:yes", tr("or, with brackets") },
        { "\"review the\"", tr("free text in model, client, project and the first words") },
        { "~u openai ~m POST", tr("as in mitmproxy: address, method, client (~c), body (~b)") },
    };
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(2);
    grid->setColumnStretch(1, 1);
    int row = 0;
    for (const Form &form : forms) {
        auto *example
            = makeButton(QString::fromLatin1(form.example), ButtonKind::Link, {}, ButtonSize::Small, content);
        example->setFont(Theme::font(TextStyle::Code));
        example->setToolTip(tr("Use this filter"));
        connect(example, &QPushButton::clicked, this, [this, text = QString::fromLatin1(form.example)] {
            Q_EMIT exampleChosen(text);
            close();
        });
        grid->addWidget(example, row, 0, Qt::AlignLeft);
        auto *meaning = makeLabel(form.meaning, TextStyle::Control, Tone::Second, content);
        meaning->setWordWrap(true);
        grid->addWidget(meaning, row++, 1);
    }
    column->addLayout(grid);
    column->addSpacing(metrics::gap);
    column->addWidget(makeLabel(tr("Fields"), TextStyle::CardTitle, Tone::Normal, content));
    auto *fields = new QGridLayout;
    fields->setHorizontalSpacing(16);
    fields->setVerticalSpacing(2);
    fields->setColumnStretch(1, 1);
    row = 0;
    for (const auto &field : requestlog::filterFields()) {
        fields->addWidget(
            makeLabel(format::text(field.name), TextStyle::Code, Tone::Link, content), row, 0, Qt::AlignTop);
        auto *help = makeLabel(format::coreText(field.help), TextStyle::Control, Tone::Second, content);
        help->setWordWrap(true);
        fields->addWidget(help, row++, 1);
    }
    column->addLayout(fields);
    column->addStretch();
}

void FilterHelp::openBelow(const QWidget *anchor)
{
    constexpr int wide = 560;
    const QRect screen = anchor->screen()->availableGeometry();
    const QPoint corner = anchor->mapToGlobal(QPoint(anchor->width() - wide, anchor->height() + 4));
    resize(wide, std::min(620, screen.bottom() - corner.y() - 8));
    move(std::max(screen.left() + 8, corner.x()), corner.y());
    show();
}

void FilterHelp::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), tokenColor(Token::Panel));
    painter.setPen(tokenColor(Token::LineStrong));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

} // namespace cachescope::ui
