// SPDX-License-Identifier: MIT
#pragma once

#include <QHash>
#include <QString>
#include <QStringList>
#include <QVector>

namespace cachescope::ui {

/** One thing that could stand at the cursor. */
struct FilterSuggestion
{
    QString text; ///< Replaces the range.
    QString help;
};

struct FilterCompletion
{
    int begin = 0, end = 0; ///< Range of the text that a suggestion replaces.
    QVector<FilterSuggestion> suggestions;
};

/**
 * What can stand at `cursor` of a filter text: field names at the start of a condition, values after `field:` and
 * after a comma. `values` are the known ones by field; those of fixed sets (cache, stream …) are added here.
 */
FilterCompletion completeFilter(const QString &text, int cursor, const QHash<QString, QStringList> &values);

} // namespace cachescope::ui
