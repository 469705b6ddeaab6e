// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget> // First: see ui/format/format.h.

#include "insight/key_parts.h"
#include "insight/nearest_entry.h"
#include "requestlog/query.h"

#include <QAbstractTableModel>

#include <optional>
#include <vector>

class QLabel;

namespace cachescope::ui {

class HourBars;
class TableView;

/** The parts of a response key, one a row: what it is, its value, whether it counts. */
class KeyPartModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;
    void setParts(std::vector<insight::KeyPart> parts);
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<insight::KeyPart> m_parts;
};

/** Two lines: what this request says and what the other one says where they part; the differing part stands out. */
class DifferenceLines : public QWidget
{
    Q_OBJECT

public:
    explicit DifferenceLines(QWidget *parent = nullptr);
    void setDifference(const insight::RequestDifference &difference, const QString &otherName);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    insight::RequestDifference m_difference;
    QString m_other;
};

/** Which fields made an entry's key, which were ignored, and how the nearest other entry differs. */
class KeyPartsView : public QWidget
{
    Q_OBJECT

public:
    explicit KeyPartsView(QWidget *parent = nullptr);

    void clear();
    void setParts(
        std::vector<insight::KeyPart> parts, const QString &note); ///< `note`: what is missing; may be empty.
    void setSearching(); ///< For the nearest other entry.
    void setNearest(const std::optional<insight::NearestEntry> &nearest);
    void setNearestFailed(const QString &why);
    void setHits(std::vector<requestlog::SeriesPoint> points);
    const KeyPartModel &parts() const { return *m_model; }
    QString nearestWords() const;

Q_SIGNALS:
    void entryRequested(const QString &key);

private:
    KeyPartModel *m_model;
    TableView *m_table;
    QLabel *m_note;
    QLabel *m_nearest;
    DifferenceLines *m_lines;
    HourBars *m_bars;
};

} // namespace cachescope::ui
