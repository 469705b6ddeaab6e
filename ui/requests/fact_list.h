// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget> // First: see ui/format/format.h.

#include "ui/parts/labels.h"

#include <QString>
#include <QVector>

class QGridLayout;

namespace cachescope::ui {

/** One named value. Empty values are left out. */
struct Fact
{
    QString name, value;
    Tone tone = Tone::Normal;
    bool mono = false;
    QString toolTip;
};

/** Names and values in two columns under a heading; values can be selected and copied. Labels are reused. */
class FactList : public QWidget
{
    Q_OBJECT

public:
    explicit FactList(const QString &heading, QWidget *parent = nullptr);
    void setFacts(const QVector<Fact> &facts);

private:
    QGridLayout *m_grid;
    struct Row
    {
        QLabel *name, *value;
    };
    QVector<Row> m_rows;
};

} // namespace cachescope::ui
