// SPDX-License-Identifier: MIT
#include "ui/settings/prices_section.h"

#include "providers/price_book.h"
#include "ui/format/format.h"
#include "ui/parts/card.h"
#include "ui/parts/labels.h"
#include "ui/settings/setting_row.h"
#include "ui/shell/backend.h"

#include <QFileDialog>
#include <QPushButton>

#include <set>

namespace cachescope::ui {

PricesSection::PricesSection(Backend &backend, QWidget *parent)
    : SettingsSection(
        backend, tr("Prices and models"),
        tr("A price that is not known is counted and named, never guessed. The provider's own usage is kept, so "
           "costs "
           "can be computed anew."),
        parent)
{
    Card *card = addCard();
    m_book = addRow(card, tr("Price book"), {});
    m_file = addSetting(
        card, tr("Own prices"), tr("A file in the book's format; its models come before the shipped ones"),
        new TextControl(tr("Own prices"), tr("none"), 240, card),
        { "prices.file", [](const config::Config &c) { return QVariant(format::text(c.prices.file)); },
          settingjson::text });
    auto *choose = makeButton(tr("Choose …"), ButtonKind::Normal, QStringLiteral("file"), ButtonSize::Normal, card);
    m_file->addControl(choose);
    connect(choose, &QPushButton::clicked, this, &PricesSection::chooseFile);
    addSetting(
        card, tr("Currency"), tr("In which you are billed; figures are never converted"),
        new ChoiceControl(
            tr("Currency"),
            { { QStringLiteral("USD"), tr("US dollar") }, { QStringLiteral("CNY"), tr("Chinese yuan") } }, {},
            card),
        { "prices.currency", [](const config::Config &c) { return QVariant(format::text(c.prices.currency)); },
          settingjson::text });
    refresh();
}

void PricesSection::refresh()
{
    SettingsSection::refresh();
    const auto book = backend().prices();
    if (!book)
        return m_book->setProblem(tr("No price book could be read; every cost is unknown."));
    std::set<std::string> providers;
    const auto models = book->models();
    for (const auto *model : models)
        providers.insert(model->provider);
    m_book->setDescription(tr("%1 models of %2 providers, book of %3, in %4")
                               .arg(
                                   format::number(std::int64_t(models.size())),
                                   format::number(std::int64_t(providers.size())), format::text(book->version()),
                                   format::text(book->currency())));
}

void PricesSection::chooseFile()
{
    auto *dialog = new QFileDialog(this, tr("Own prices"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilter(tr("Price books (*.json)"));
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        change(m_file, "prices.file", settingjson::text(path));
    });
    dialog->open();
}

} // namespace cachescope::ui
