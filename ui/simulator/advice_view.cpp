// SPDX-License-Identifier: MIT
#include "ui/simulator/advice_view.h"

#include "ui/format/format.h"
#include "ui/parts/card.h"
#include "ui/parts/labels.h"
#include "ui/parts/table_view.h"
#include "ui/simulator/simulator_tables.h"

#include <QHeaderView>
#include <QItemSelectionModel>
#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

namespace cachescope::ui {

namespace {

constexpr int leastNameWidth = 160;

} // namespace

AdviceView::AdviceView(QWidget *parent)
    : QWidget(parent)
    , m_model(new AdviceTable(this))
    , m_table(new TableView(metrics::listRow, this))
    , m_families(new Card(tr("Recurring prompts"), this))
    , m_card(new Card(tr("Questions before switching caching on"), this))
    , m_scroll(new QScrollArea(this))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(metrics::cardPadding);
    m_table->setAccessibleName(tr("Recurring prompts"));
    m_table->setModel(m_model);
    QHeaderView *header = m_table->horizontalHeader();
    header->setSectionResizeMode(QHeaderView::ResizeToContents); // Twenty rows: cheap.
    header->setSectionResizeMode(AdviceTable::Family, QHeaderView::Stretch);
    m_table->keepReadable(
        AdviceTable::Family, leastNameWidth, { AdviceTable::Model, AdviceTable::Calls, AdviceTable::Cost });
    m_families->body()->addWidget(m_table);
    m_families->body()->setContentsMargins(0, 0, 0, metrics::cardRadius - 1);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_card->body()->addWidget(m_scroll);
    m_card->body()->setContentsMargins(1, 0, 1, metrics::cardRadius - 1);
    row->addWidget(m_families, 3);
    row->addWidget(m_card, 2);
    connect(
        m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
        [this](const QModelIndex &now) { showFamily(now.row()); });
}

void AdviceView::setAnswer(const SimulationAnswerPointer &answer, const SimulatorWords::Currency &currency)
{
    m_answer = answer;
    m_currency = currency;
    m_model->setAnswer(answer, currency);
    const int rows = m_model->rowCount();
    m_families->setCaption(tr("%n kind(s), dearest first", nullptr, rows));
    if (rows > 0)
        m_table->setCurrentIndex(m_model->index(0, 0));
    showFamily(rows > 0 ? 0 : -1);
}

void AdviceView::showFamily(int row)
{
    auto *content = new QWidget;
    content->setProperty("surface", QStringLiteral("panel"));
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(metrics::screenMargin, metrics::gap, metrics::screenMargin, metrics::cardPadding);
    column->setSpacing(2);
    if (!m_answer || row < 0 || static_cast<std::size_t>(row) >= m_answer->advice.size()) {
        m_card->setCaption({});
        QLabel *none = makeLabel(
            tr("No prompt came five times or more in this traffic."), TextStyle::Body, Tone::Second, content);
        none->setWordWrap(true);
        column->addWidget(none);
    } else {
        const insight::FamilyAdvice &advice = m_answer->advice[static_cast<std::size_t>(row)];
        m_card->setCaption(format::text(advice.client.empty() ? advice.model : advice.client));
        const auto answers = SimulatorWords::answers(advice, m_currency);
        for (const SimulatorWords::Answer &answer : answers) {
            QLabel *question = makeLabel(answer.question, TextStyle::ControlMedium, Tone::Normal, content);
            QLabel *words = makeLabel(answer.answer, TextStyle::Control, Tone::Second, content);
            for (QLabel *label : { question, words }) {
                label->setWordWrap(true);
                label->setTextInteractionFlags(Qt::TextSelectableByMouse);
                column->addWidget(label);
            }
            column->addSpacing(6);
        }
    }
    column->addStretch(1);
    m_scroll->setWidget(content);
}

} // namespace cachescope::ui

#include "moc_advice_view.cpp"
