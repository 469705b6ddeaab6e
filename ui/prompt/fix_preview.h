// SPDX-License-Identifier: MIT
#pragma once

#include <QDialog>

#include "prompt/lint/lint.h"

namespace cachescope::ui {

/** What a fix in several places would change, before and after, place by place. */
class FixPreview : public QDialog
{
    Q_OBJECT

public:
    FixPreview(
        const QString &title, const std::string &bytes, const std::vector<prompt::TextEdit> &edits,
        const QString &applyText, QWidget *parent = nullptr);

Q_SIGNALS:
    void applied();
};

} // namespace cachescope::ui
