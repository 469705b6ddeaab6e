// SPDX-License-Identifier: MIT
#pragma once

#include <QDialog> // First: see ui/format/format.h.

#include "prompt/lint/silence_writer.h"

#include <array>

class QButtonGroup;
class QCheckBox;
class QDateEdit;
class QLineEdit;

namespace cachescope::ui {

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
    /** `possible`: by SilencePlace; the others are shown, with the reason why they cannot be chosen. */
    SilenceDialog(const QString &rule, const std::array<bool, 5> &possible, QWidget *parent = nullptr);

    void choose(SilencePlace place);
    QLineEdit &reasonField() const { return *m_reason; }
    QDateEdit &dateField() const { return *m_date; }
    QCheckBox &expiryBox() const { return *m_expires; }

Q_SIGNALS:
    void chosen(cachescope::ui::SilencePlace place, const cachescope::prompt::SilenceWish &wish);

private:
    void showPlace();
    void take();

    QString m_rule;
    QButtonGroup *m_places;
    QLineEdit *m_reason;
    QCheckBox *m_expires;
    QDateEdit *m_date;
};

} // namespace cachescope::ui
