// SPDX-License-Identifier: MIT
#include "ui/prompt/model_picker.h"

#include "base/clock.h"
#include "ui/format/format.h"
#include "ui/parts/labels.h"
#include "ui/parts/row_delegate.h"
#include "ui/parts/table_view.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QThreadPool>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace cachescope::ui {

namespace {

/** With two decimals more where the amount would read as nothing: models are compared by it. */
QString smallMoney(const std::optional<base::Money> &amount, int decimals, const std::string &currency)
{
    const auto words = [&](int digits) { return format::money(amount, digits, currency); };
    const bool readsAsNothing
        = amount && amount->pico() > 0 && words(decimals) == format::money(base::Money(), decimals, currency);
    return words(readsAsNothing ? decimals + 2 : decimals);
}

ModelCostModel::Row rowFor(
    const providers::ModelCard &card, const PromptReport &report, const PromptModels &models,
    const ExactCounts &counts)
{
    ModelCostModel::Row row;
    row.model = format::text(card.id);
    row.provider = format::text(card.provider);
    const tokens::ModelTokens info = models.table()->forModel(card.id);
    const auto counted = info.exact ? counts.find(countKey(info)) : counts.end();
    const double factor = report.layout.factor > 0 ? report.layout.factor : 1;
    row.exact = counted != counts.end();
    row.tokens = row.exact ? counted->second : std::llround(double(report.layout.total) / factor * info.factor);
    const std::string upstream = upstreamOf(report.prompt->form(), card.id);
    const providers::CachingRules rules = providers::cachingRules(*models.prices(), upstream, card.id);
    const double share
        = report.layout.total > 0 ? double(report.strictest.stableTokens) / double(report.layout.total) : 0;
    auto stable = static_cast<std::int64_t>(share * double(row.tokens));
    if (stable < rules.minimumTokens || rules.mode == providers::CachingMode::None)
        stable = 0;
    const auto cost
        = [&](std::int64_t fresh, std::int64_t read, std::int64_t written) -> std::optional<base::Money> {
        providers::TokenUsage usage;
        usage.fresh = fresh;
        usage.cacheRead = read;
        usage.cacheWrite5m = written;
        providers::PriceContext context;
        context.startedAt = base::SystemClock::instance().wall();
        const auto found = models.prices()->cost(upstream, card.id, usage, context);
        return found ? std::optional(found->billed) : std::nullopt;
    };
    const bool writes = rules.mode == providers::CachingMode::Explicit;
    row.cold = writes ? cost(row.tokens - stable, 0, stable) : cost(row.tokens, 0, 0);
    row.warm = cost(row.tokens - stable, stable, 0);
    return row;
}

} // namespace

std::string countKey(const tokens::ModelTokens &counted)
{
    return counted.tokenizer + '/' + std::to_string(static_cast<int>(counted.chat));
}

ExactCounts exactCounts(
    const prompt::Prompt &prompt, const std::vector<std::string> &names, const tokens::ModelTable &models)
{
    ExactCounts counts;
    for (const std::string &name : names) {
        const tokens::ModelTokens info = models.forModel(name);
        if (!info.exact || counts.contains(countKey(info)))
            continue;
        if (const auto layout = prompt::layOut(prompt, name, models); layout && layout->exact)
            counts.emplace(countKey(info), layout->total);
    }
    return counts;
}

std::vector<ModelCostModel::Row> modelCosts(
    const PromptReport &report, const PromptModels &models, const ExactCounts &counts)
{
    std::vector<ModelCostModel::Row> rows;
    for (const providers::ModelCard *card : models.prices()->models()) {
        ModelCostModel::Row row = rowFor(*card, report, models, counts);
        // A model that several providers offer is one model here: the prices are those of the upstream by its name.
        const bool known
            = std::any_of(rows.begin(), rows.end(), [&](const auto &other) { return other.model == row.model; });
        if (row.warm && !known)
            rows.push_back(std::move(row));
    }
    std::sort(rows.begin(), rows.end(), [](const auto &a, const auto &b) { return *a.warm < *b.warm; });
    return rows;
}

void ModelCostModel::setRows(std::vector<Row> rows, const std::string &currency)
{
    m_all = std::move(rows);
    m_currency = currency;
    setFilter(m_filter);
}

void ModelCostModel::setFilter(const QString &words)
{
    m_filter = words;
    beginResetModel();
    m_shown.clear();
    for (const Row &row : m_all) {
        if (row.model.contains(words, Qt::CaseInsensitive) || row.provider.contains(words, Qt::CaseInsensitive))
            m_shown.push_back(row);
    }
    endResetModel();
}

void ModelCostModel::setCallsPerDay(int calls)
{
    m_calls = calls;
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, Day), index(rowCount() - 1, Day));
}

QString ModelCostModel::modelAt(int row) const
{
    return row >= 0 && row < rowCount() ? m_shown[static_cast<std::size_t>(row)].model : QString();
}

int ModelCostModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

int ModelCostModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ModelCostModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const Row &row = m_shown[static_cast<std::size_t>(index.row())];
    if (role == Qt::TextAlignmentRole)
        return QVariant((index.column() == Model ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role == MediumRole)
        return index.column() == Model;
    if (role == Qt::ToolTipRole)
        return row.provider;
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole)
        return {};
    switch (index.column()) {
    case Model:
        return row.model;
    case Tokens:
        return QString((row.exact ? QString() : QStringLiteral("~")) + format::number(row.tokens));
    case Cold:
        return smallMoney(row.cold, 4, m_currency);
    case Warm:
        return smallMoney(row.warm, 4, m_currency);
    case Day:
        if (!row.cold || !row.warm)
            return format::missing();
        return smallMoney(*row.cold + base::Money::fromPico(row.warm->pico() * (m_calls - 1)), 2, m_currency);
    default:
        return {};
    }
}

QVariant ModelCostModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant((section == Model ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Model:
        return tr("Model");
    case Tokens:
        return tr("Tokens");
    case Cold:
        return tr("Cold");
    case Warm:
        return tr("Warm");
    case Day:
        return tr("%1 a day").arg(format::number(m_calls));
    default:
        return {};
    }
}

ModelPicker::ModelPicker(
    std::shared_ptr<const PromptReport> report, const PromptModels &models, int callsPerDay, QWidget *parent)
    : QDialog(parent, Qt::Popup)
    , m_field(new QLineEdit(this))
    , m_table(new TableView(metrics::standardRow, this))
    , m_model(new ModelCostModel(this))
{
    setAccessibleName(tr("Choose the model"));
    resize(560, 420);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::gap, metrics::gap, metrics::gap, metrics::gap);
    column->setSpacing(metrics::gap);
    m_field->setPlaceholderText(tr("Model name"));
    m_field->setAccessibleName(tr("Model name"));
    column->addWidget(m_field);
    m_model->setCallsPerDay(callsPerDay);
    ExactCounts known;
    if (report->layout.exact)
        known.emplace(countKey(report->counted), report->layout.total);
    m_model->setRows(modelCosts(*report, models, known), std::string(models.prices()->currency()));
    countExactly(report, models);
    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("Models and what the next call costs"));
    QHeaderView *header = m_table->horizontalHeader();
    header->setSectionResizeMode(ModelCostModel::Model, QHeaderView::Stretch);
    for (int i = ModelCostModel::Tokens; i < ModelCostModel::ColumnCount; ++i)
        header->resizeSection(i, 88);
    column->addWidget(m_table, 1);
    QPushButton *own = makeButton(tr("The prompt's own model"), ButtonKind::Quiet, {}, ButtonSize::Small, this);
    column->addWidget(own, 0, Qt::AlignLeft);
    connect(own, &QPushButton::clicked, this, [this] {
        accept();
        Q_EMIT chosen({});
    });
    connect(m_field, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_model->setFilter(text.trimmed());
        m_table->selectRow(0);
    });
    connect(m_table, &QTableView::clicked, this, &ModelPicker::take);
    connect(m_table, &QTableView::activated, this, &ModelPicker::take);
    m_field->installEventFilter(this);
    m_field->setFocus();
}

/** Figures of other public tokenizers follow: a long prompt takes a while for each of them. */
void ModelPicker::countExactly(const std::shared_ptr<const PromptReport> &report, const PromptModels &models)
{
    std::vector<std::string> names{ report->choice.model };
    for (const providers::ModelCard *card : models.prices()->models())
        names.push_back(card->id);
    const QPointer<ModelPicker> self(this);
    const QPointer<const PromptModels> known(&models);
    QThreadPool::globalInstance()->start([self, known, report, names, table = models.table()] {
        const ExactCounts counts = exactCounts(*report->prompt, names, *table);
        QMetaObject::invokeMethod(qApp, [self, known, report, counts] {
            if (!self || !known)
                return;
            const QString current = self->m_model->modelAt(self->m_table->currentIndex().row());
            self->m_model->setRows(modelCosts(*report, *known, counts), std::string(known->prices()->currency()));
            for (int row = 0; row < self->m_model->rowCount() && !current.isEmpty(); ++row) {
                if (self->m_model->modelAt(row) == current)
                    self->m_table->selectRow(row);
            }
        });
    });
}

void ModelPicker::take()
{
    QString model = m_model->modelAt(m_table->currentIndex().row());
    if (model.isEmpty())
        model = m_field->text().trimmed(); // A name that the book does not know: its rules are guessed and said so.
    accept();
    Q_EMIT chosen(model);
}

bool ModelPicker::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_field && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_Down || key->key() == Qt::Key_Up) {
            QCoreApplication::sendEvent(m_table, event);
            return true;
        }
        if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
            take();
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

} // namespace cachescope::ui

#include "moc_model_picker.cpp"
