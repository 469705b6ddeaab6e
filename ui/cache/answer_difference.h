// SPDX-License-Identifier: MIT
#pragma once

#include <QString> // First: see ui/format/format.h.

#include "providers/api.h"

#include <QVector>

#include <string>

namespace cachescope::ui {

/** One line of two answers beside each other. */
struct DifferenceLine
{
    enum class Kind
    {
        Same,
        Stored, ///< Only the stored answer has it.
        Fresh, ///< Only the fresh one.
    } kind
        = Kind::Same;
    QString text;
};

/** What an answer says, whatever its form: its text, tool calls included; JSON that has none, indented. */
QString answerWords(providers::Api api, const std::string &body);

/** Both answers line by line (long lines by sentences). For a worker thread. */
QVector<DifferenceLine> compareAnswers(const QString &stored, const QString &fresh);

} // namespace cachescope::ui
