// SPDX-License-Identifier: MIT
#pragma once

#include <QAbstractItemModel>
#include <QByteArray>

namespace cachescope::ui {

/**
 * A table as a file: what a model shows, with the exact values (RawRole) where it gives them. Texts pass
 * base/redact, and a text that a spreadsheet would take for a formula gets a quotation mark before it, as in the
 * log's own exports.
 */
enum class TableFormat
{
    Csv, ///< RFC 4180, header line first.
    Json ///< An array of objects; numbers that have a RawRole stay what they are, money is decimal text.
};
QByteArray exportTable(const QAbstractItemModel &model, TableFormat format);

} // namespace cachescope::ui
