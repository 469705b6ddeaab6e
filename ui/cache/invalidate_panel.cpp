// SPDX-License-Identifier: MIT
#include "ui/cache/invalidate_panel.h"

#include "ui/cache/selector_form.h"
#include "ui/format/core_words.h"
#include "ui/format/format.h"
#include "ui/parts/labels.h"
#include "ui/parts/painting.h"
#include "ui/parts/row_delegate.h"
#include "ui/parts/segment.h"
#include "ui/parts/table_view.h"
#include "ui/requests/hair_line.h"
#include "ui/shell/backend.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QTimer>

#include <algorithm>

namespace cachescope::ui {

using cache::InvalidateAction;
using cache::InvalidateEffect;

namespace {

constexpr int previewDelayMs = 200;
constexpr int effectWidth = 244, versionsWidth = 340, countWidth = 64, sizeWidth = 80, moneyWidth = 104;
constexpr int widthForVersions = 940;
constexpr int shownVersions = 4; ///< More are scrolled to.

enum VersionColumn
{
    Version,
    Entries,
    Size,
    PerWeek,
    versionColumns
};

QString currencyOf(const PageContext &context)
{
    return format::text(context.backend.prices()->currency());
}

/** Spelt for a POSIX shell, and as the command wants it. */
QString arguments(const cache::Selector &selector)
{
    return format::text(selector.toArguments());
}

} // namespace

void VersionModel::setEffect(const InvalidateEffect &effect, const std::string &currency)
{
    beginResetModel();
    m_currency = currency;
    m_rows.clear();
    for (const cache::VersionEffect &version : effect.versions)
        m_rows.append(version);
    if (!m_rows.isEmpty())
        m_rows.append({ {}, effect.entries, effect.bytes, effect.perWeek });
    endResetModel();
}

int VersionModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int VersionModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : versionColumns;
}

QVariant VersionModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const cache::VersionEffect &row = m_rows[index.row()];
    const bool total = index.row() + 1 == rowCount();
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        switch (index.column()) {
        case Version:
            return total ? tr("Total") : row.version.empty() ? tr("none") : format::text(row.version);
        case Entries:
            return format::number(row.entries);
        case Size:
            return format::bytes(row.bytes);
        default:
            return format::money(row.perWeek, 2, m_currency);
        }
    case Qt::TextAlignmentRole:
        return QVariant::fromValue((index.column() == Version ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    case TotalRowRole:
        return total;
    default:
        return {};
    }
}

QVariant VersionModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((section == Version ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole)
        return {};
    switch (section) {
    case Version:
        return tr("Version");
    case Entries:
        return tr("Entries");
    case Size:
        return tr("Size");
    default:
        return tr("Saves a week");
    }
}

ShareBar::ShareBar(QWidget *parent)
    : QWidget(parent)
{
    setFixedHeight(8);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void ShareBar::setShare(double share)
{
    m_share = std::clamp(share, 0.0, 1.0);
    setAccessibleName(format::percent(m_share, 1));
    update();
}

void ShareBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintStackedBar(&painter, rect(), { { m_share, Token::Write, Fill::Solid } }, 1);
}

InvalidatePanel::InvalidatePanel(const PageContext &context, QWidget *parent)
    : Card(tr("Invalidate"), parent)
    , m_context(context)
    , m_previewQuestion(context.log)
    , m_namesQuestion(context.log)
    , m_timer(new QTimer(this))
{
    setCaption(tr("nothing changes until you press the button"));
    m_copy
        = makeButton(tr("Copy as command"), ButtonKind::Quiet, QStringLiteral("terminal"), ButtonSize::Small, this);
    auto *close = makeButton({}, ButtonKind::Quiet, QStringLiteral("close"), ButtonSize::Small, this);
    close->setAccessibleName(tr("Close the panel"));
    close->setToolTip(tr("Close the panel (Esc)"));
    close->setFixedWidth(metrics::smallControlHeight);
    head()->addWidget(m_copy);
    head()->addWidget(close);
    body()->addWidget(new HairLine(this));
    auto *row = new QHBoxLayout;
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(makeConditions(), 1);
    row->addWidget(makeVersions());
    row->addWidget(makeEffect());
    body()->addLayout(row);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    m_timer->setSingleShot(true);
    m_timer->setInterval(previewDelayMs);
    connect(m_timer, &QTimer::timeout, this, &InvalidatePanel::preview);
    connect(m_form, &SelectorForm::changed, this, [this] {
        m_button->setEnabled(false); // What it names is no longer what is chosen.
        m_timer->start();
    });
    connect(m_action, &Segment::currentChanged, this, &InvalidatePanel::preview);
    connect(m_copy, &QPushButton::clicked, this, &InvalidatePanel::copyCommand);
    connect(close, &QPushButton::clicked, this, &InvalidatePanel::closed);
    connect(m_button, &QPushButton::clicked, this, [this] {
        if (m_selector)
            Q_EMIT applyRequested(*m_selector, action());
    });
    showNothing(tr("Choose which entries are meant."), false);
}

QWidget *InvalidatePanel::makeConditions()
{
    auto *part = new QWidget(this);
    auto *column = new QVBoxLayout(part);
    column->setContentsMargins(metrics::cardPadding, metrics::gap, metrics::cardPadding, metrics::cardPadding);
    column->setSpacing(metrics::iconGap + 2);
    m_form = new SelectorForm(part);
    m_action = new Segment({ tr("Mark stale"), tr("Remove") }, part);
    m_action->setAccessibleName(tr("Do what"));
    m_explanation = makeLabel({}, TextStyle::Caption, Tone::Third, part);
    m_explanation->setWordWrap(true);
    auto *row = new QHBoxLayout;
    row->setSpacing(metrics::gap);
    row->addWidget(makeLabel(tr("Do what"), TextStyle::Control, Tone::Second, part));
    row->addWidget(m_action);
    row->addWidget(makeLabel(tr("all at once"), TextStyle::Control, Tone::Third, part));
    row->addStretch(1);
    column->addWidget(makeLabel(tr("Which entries"), TextStyle::CardTitle, Tone::Normal, part));
    column->addWidget(m_form);
    column->addLayout(row);
    column->addWidget(m_explanation);
    column->addStretch(1);
    return part;
}

void InvalidatePanel::resizeEvent(QResizeEvent *event)
{
    Card::resizeEvent(event);
    m_versionsPart->setVisible(width() >= widthForVersions); // The conditions need the room more.
}

QWidget *InvalidatePanel::makeVersions()
{
    auto *part = new QWidget(this);
    m_versionsPart = part;
    part->setFixedWidth(versionsWidth);
    auto *outer = new QHBoxLayout(part);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);
    auto *line = new QWidget(part);
    line->setFixedWidth(1);
    line->setProperty("surface", QStringLiteral("raised"));
    line->setAttribute(Qt::WA_StyledBackground);
    outer->addWidget(line);
    auto *column = new QVBoxLayout;
    column->setContentsMargins(metrics::cardPadding, metrics::gap, metrics::cardPadding, metrics::cardPadding);
    column->setSpacing(metrics::gap);
    outer->addLayout(column);
    m_versions = new VersionModel(this);
    m_table = new TableView(metrics::standardRow, part);
    m_table->setModel(m_versions);
    m_table->setAccessibleName(tr("What it touches, by version"));
    m_table->setSelectionMode(QAbstractItemView::NoSelection);
    m_table->setFixedHeight(metrics::tableHeader + (shownVersions + 1) * metrics::standardRow);
    m_table->horizontalHeader()->setSectionResizeMode(Version, QHeaderView::Stretch);
    m_table->setColumnWidth(Entries, countWidth);
    m_table->setColumnWidth(Size, sizeWidth);
    m_table->setColumnWidth(PerWeek, moneyWidth);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_share = makeLabel({}, TextStyle::Caption, Tone::Second, part);
    m_bar = new ShareBar(part);
    auto *row = new QHBoxLayout;
    row->setSpacing(metrics::cardPadding);
    row->addWidget(m_share);
    row->addWidget(m_bar, 1);
    column->addWidget(makeLabel(tr("What it touches, by version"), TextStyle::CardTitle, Tone::Normal, part));
    column->addWidget(m_table);
    column->addLayout(row);
    column->addStretch(1);
    return part;
}

QWidget *InvalidatePanel::makeEffect()
{
    auto *part = new QWidget(this);
    part->setFixedWidth(effectWidth);
    auto *column = new QVBoxLayout(part);
    column->setContentsMargins(metrics::cardPadding, metrics::gap, metrics::cardPadding, metrics::cardPadding);
    column->setSpacing(metrics::iconGap);
    m_count = makeLabel({}, TextStyle::ScreenTitle, Tone::Normal, part);
    m_money = makeLabel({}, TextStyle::ScreenTitle, Tone::Warning, part);
    m_rest = makeLabel({}, TextStyle::Control, Tone::Second, part);
    m_undo = makeLabel(tr("can be undone for 10 minutes"), TextStyle::Caption, Tone::Third, part);
    m_undo->setAlignment(Qt::AlignHCenter);
    m_button = makeButton(tr("Mark stale"), ButtonKind::Primary, {}, ButtonSize::Normal, part);
    for (QLabel *label : { m_count, m_money, m_rest })
        label->setWordWrap(true);
    column->addWidget(makeLabel(tr("Effect"), TextStyle::CardTitle, Tone::Normal, part));
    column->addWidget(m_count);
    column->addWidget(m_money);
    column->addWidget(m_rest);
    column->addSpacing(metrics::iconGap);
    column->addWidget(m_button);
    column->addWidget(m_undo);
    column->addStretch(1);
    return part;
}

InvalidateAction InvalidatePanel::action() const
{
    return m_action->current() == 1 ? InvalidateAction::Remove : InvalidateAction::Stale;
}

void InvalidatePanel::setAction(InvalidateAction action)
{
    m_action->setCurrent(action == InvalidateAction::Remove ? 1 : 0);
}

void InvalidatePanel::refresh()
{
    cache::EntryControl *invalidator = m_context.backend.invalidator();
    if (invalidator == nullptr)
        return showNothing(tr("This window has no cache to invalidate."), true);
    m_namesQuestion.ask(
        Lane::Cache, this, [invalidator](LogSource &) { return invalidator->entryNames(); },
        [this](const base::Result<cache::EntryNames> &names) {
            if (names)
                m_form->setNames(*names);
        });
    preview();
}

void InvalidatePanel::preview()
{
    m_timer->stop();
    m_explanation->setText(
        action() == InvalidateAction::Stale
            ? tr("Stale entries stay on disk and are asked for again on the next call. Streams that are being "
                 "replayed are not cut.")
            : tr("Removed entries are gone from every look-up at once, and erased when the ten minutes for an undo "
                 "are over. Streams that are being replayed are not cut."));
    cache::EntryControl *invalidator = m_context.backend.invalidator();
    const auto selector = m_form->selector();
    m_copy->setEnabled(selector && !selector->isEmpty());
    if (!selector)
        return showNothing(format::coreText(selector.error().message), true);
    if (selector->isEmpty() || invalidator == nullptr)
        return showNothing(tr("Choose which entries are meant."), false);
    m_selector = *selector;
    m_button->setEnabled(false); // Until it names what would be done now.
    m_previewQuestion.ask(
        Lane::Cache, this,
        [invalidator, selector = *selector, action = action()](LogSource &) {
            return invalidator->preview(selector, action);
        },
        [this](const base::Result<InvalidateEffect> &effect) { showPreview(effect); });
}

void InvalidatePanel::showNothing(const QString &why, bool isError)
{
    m_previewQuestion.cancel();
    m_selector.reset();
    m_effect.reset();
    m_versions->setEffect({}, "USD");
    m_share->clear();
    m_bar->hide();
    m_count->hide();
    m_money->hide();
    m_undo->hide();
    m_rest->setText(why);
    setTone(m_rest, isError ? Tone::Error : Tone::Second);
    m_button->setEnabled(false);
    m_button->setText(action() == InvalidateAction::Stale ? tr("Mark stale") : tr("Remove"));
}

void InvalidatePanel::showPreview(const base::Result<InvalidateEffect> &effect)
{
    if (!effect)
        return showNothing(format::coreText(effect.error().message), true);
    m_effect = *effect;
    const std::string currency = format::utf8(currencyOf(m_context));
    m_versions->setEffect(*effect, currency);
    const double share = effect->allEntries > 0 ? double(effect->entries) / double(effect->allEntries) : 0.0;
    m_share->setText(tr("%1 of %2 entries").arg(format::percent(share, 1), format::number(effect->allEntries)));
    m_bar->setShare(share);
    m_bar->show();
    m_count->setText(tr("%1 entries, %2").arg(format::number(effect->entries), format::bytes(effect->bytes)));
    m_count->show();
    m_money->setText(tr("%1 a week dearer").arg(format::money(effect->perWeek, 2, currency)));
    m_money->setVisible(effect->entries > 0);
    QStringList rest;
    if (effect->entries > 0)
        rest << tr("until they are filled again.");
    if (effect->unpriced > 0)
        rest << tr("%1 have no known price.").arg(format::number(effect->unpriced));
    if (effect->pinnedKept > 0)
        rest << tr("%1 pinned entries match and are kept.").arg(format::number(effect->pinnedKept));
    if (rest.isEmpty())
        rest << tr("No entry matches.");
    m_rest->setText(rest.join(QLatin1Char(' ')));
    setTone(m_rest, Tone::Second);
    const bool stale = action() == InvalidateAction::Stale;
    const QString amount = format::number(effect->entries);
    m_button->setText(stale ? tr("Mark %1 entries stale").arg(amount) : tr("Remove %1 entries").arg(amount));
    setButtonKind(m_button, stale ? ButtonKind::Primary : ButtonKind::Destructive);
    m_button->setEnabled(effect->entries > 0);
    m_undo->setVisible(effect->entries > 0);
}

QString InvalidatePanel::effectText() const
{
    return QStringList{ m_count->text(), m_money->text(), m_rest->text() }.join(QLatin1Char(' '));
}

QString InvalidatePanel::commandText() const
{
    const auto selector = m_form->selector();
    if (!selector || selector->isEmpty())
        return {};
    const bool stale = action() == InvalidateAction::Stale;
    QString command = QStringLiteral("cachescope cache invalidate ");
    // The command says "everything" by a filter that means everything; `clear` only removes.
    if (selector->all)
        command = stale ? command + QStringLiteral("--older-than 0s --action stale")
                        : QStringLiteral("cachescope cache clear");
    else
        command += arguments(*selector) + QStringLiteral(" --action ")
            + (stale ? QStringLiteral("stale") : QStringLiteral("remove"));
    return m_context.backend.isDemo() ? command + QStringLiteral(" --demo") : command;
}

void InvalidatePanel::copyCommand()
{
    QGuiApplication::clipboard()->setText(commandText());
    m_context.navigator.showMessage(
        QStringLiteral("cache.command"), MessageKind::Good, tr("Copied: %1").arg(commandText()));
}

} // namespace cachescope::ui

#include "moc_invalidate_panel.cpp"
