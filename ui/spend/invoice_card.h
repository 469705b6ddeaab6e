// SPDX-License-Identifier: MIT
#pragma once

#include "ui/data/log_service.h"
#include "ui/parts/card.h"
#include "ui/shell/page.h"

#include "requestlog/invoice.h"

#include <string>

namespace cachescope::ui {

class Badge;
class ExportButton;
class InvoiceTable;
class TableView;

/** An invoice beside the log, day by day; hidden until one is opened. */
class InvoiceCard : public Card
{
    Q_OBJECT

public:
    InvoiceCard(const PageContext &context, QWidget *parent = nullptr);

    /** Asks for a file and shows it. */
    void choose(const std::string &currency);
    /** Reads a file; what is wrong with it goes to the message area. */
    void open(const QString &path, const std::string &currency);
    const InvoiceTable *table() const { return m_table; }
    ExportButton *exportButton() const { return m_export; }

Q_SIGNALS:
    void opened(); ///< The comparison is shown.

private:
    void show(
        const QString &name, const requestlog::Invoice &invoice, const requestlog::InvoiceComparison &comparison,
        const std::string &currency);
    void showProblem(const QString &sentence);

    PageContext m_context;
    LatestQuestion m_question;
    InvoiceTable *m_table;
    TableView *m_view;
    Badge *m_badge;
    ExportButton *m_export;
};

} // namespace cachescope::ui
