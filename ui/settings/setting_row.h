// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget> // First: see ui/format/format.h.

class QBoxLayout;
class QHBoxLayout;
class QLabel;
class QToolButton;

namespace cachescope::ui {

/**
 * One setting: name, what it means, and its control on the right, or below where both have no room beside each
 * other. An arrow appears beside the name while the value differs from the default, and sets it back. A refused
 * change says why, right here.
 */
class SettingRow : public QWidget
{
    Q_OBJECT

public:
    SettingRow(const QString &name, const QString &description, QWidget *parent = nullptr);

    QString name() const;
    QString description() const;
    void setDescription(const QString &description);
    void addControl(QWidget *control); ///< From left to right; the first is the setting's own.
    void addBadge(QWidget *badge); ///< Beside the name.
    void setChanged(bool changed);
    bool isChanged() const;
    void setProblem(const QString &problem); ///< Empty: none.
    QString problem() const;
    void setLast(bool last); ///< No line below.
    /** Draws the eye for a moment: found by the search. */
    void flash();
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void resetRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool event(QEvent *event) override;

private:
    void arrange();

    QLabel *m_name;
    QLabel *m_description;
    QLabel *m_problem;
    QToolButton *m_reset;
    QBoxLayout *m_row;
    QHBoxLayout *m_head;
    QWidget *m_controlBox;
    QHBoxLayout *m_controls;
    bool m_last = false;
    bool m_flashing = false;
};

} // namespace cachescope::ui
