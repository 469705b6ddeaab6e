// SPDX-License-Identifier: MIT
#pragma once

#include <QDialog> // First: see ui/format/format.h.

#include "prompt/lint/silence_writer.h"

#include <array>

class QLabel;
class QLineEdit;

namespace cachescope::ui {

class ComboBox;

/** How far a rule is to be silent. */
enum class SilencePlace
{
    Line,
    Block,
    File,
    Project, ///< This file, in the project's settings.
    Baseline, ///< This one problem, in the list of known ones.
};

/** Asks where a rule is to be silent, why, and until when. Deletes nothing: what it does can be undone. */
class SilenceDialog : public QDialog
{
    Q_OBJECT

public:
    /** `possible`: by SilencePlace; the others are not offered. */
    SilenceDialog(const QString &rule, const std::array<bool, 5> &possible, QWidget *parent = nullptr);

    void choose(SilencePlace place); ///< Nothing when it is not possible.
    void expireAfter(int days); ///< One of those that are offered.
    QLineEdit &reasonField() const { return *m_reason; }

Q_SIGNALS:
    void chosen(cachescope::ui::SilencePlace place, const cachescope::prompt::SilenceWish &wish);

private:
    void showPlace();
    void take();

    SilencePlace place() const;

    QString m_rule;
    ComboBox *m_places;
    QLabel *m_detail; ///< What the chosen place means.
    QLineEdit *m_reason;
    ComboBox *m_expiry; ///< Its items' data: days, 0 for good.
};

} // namespace cachescope::ui
