// SPDX-License-Identifier: MIT
#include "ui/requests/fact_list.h"

#include <QGridLayout>
#include <QLabel>

namespace cachescope::ui {

namespace {

constexpr int nameWidth = 112;

} // namespace

FactList::FactList(const QString &heading, QWidget *parent)
    : QWidget(parent)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metrics::gap);
    column->addWidget(makeLabel(heading, TextStyle::CardTitle, Tone::Normal, this));
    m_grid = new QGridLayout;
    m_grid->setHorizontalSpacing(metrics::gap);
    m_grid->setVerticalSpacing(metrics::iconGap);
    m_grid->setColumnMinimumWidth(0, nameWidth);
    m_grid->setColumnStretch(1, 1);
    column->addLayout(m_grid);
    column->addStretch();
    setAccessibleName(heading);
}

void FactList::setFacts(const QVector<Fact> &facts)
{
    int used = 0;
    for (const Fact &fact : facts) {
        if (fact.value.isEmpty())
            continue;
        if (used == m_rows.size()) {
            Row row{ makeLabel({}, TextStyle::Control, Tone::Third, this),
                     makeLabel({}, TextStyle::Control, Tone::Normal, this) };
            row.value->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
            row.value->setWordWrap(true);
            row.value->setMinimumWidth(40);
            m_grid->addWidget(row.name, used, 0, Qt::AlignTop);
            m_grid->addWidget(row.value, used, 1, Qt::AlignTop);
            m_rows << row;
        }
        const Row &row = m_rows[used++];
        row.name->setText(fact.name);
        row.value->setText(fact.value);
        row.value->setFont(Theme::font(fact.mono ? TextStyle::Code : TextStyle::Control));
        row.value->setToolTip(fact.toolTip);
        row.value->setAccessibleName(fact.name + QStringLiteral(": ") + fact.value);
        setTone(row.value, fact.tone);
        row.name->show();
        row.value->show();
    }
    for (int i = used; i < m_rows.size(); ++i) {
        m_rows[i].name->hide();
        m_rows[i].value->hide();
    }
}

} // namespace cachescope::ui
