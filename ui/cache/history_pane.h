// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget> // First: see ui/format/format.h.

#include "base/clock.h"
#include "cache/invalidator.h"

#include <QAbstractTableModel>

#include <vector>

class QLabel;
class QPushButton;

namespace cachescope::ui {

class TableView;

/** The invalidations of the past, newest first. */
class HistoryModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    explicit HistoryModel(const base::Clock &clock, QObject *parent = nullptr);
    void setHistory(std::vector<cache::Invalidation> history, const std::string &currency);
    const cache::Invalidation *at(int row) const;
    bool canBeUndone(int row) const;
    const std::string &currency() const { return m_currency; }
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString whatWords(const cache::Invalidation &past) const;
    QString stateWords(const cache::Invalidation &past) const;

    const base::Clock &m_clock;
    std::vector<cache::Invalidation> m_history;
    std::string m_currency = "USD";
};

/** The history as a list, what was meant and by whom, and a way back while there is one. */
class HistoryPane : public QWidget
{
    Q_OBJECT

public:
    explicit HistoryPane(const base::Clock &clock, QWidget *parent = nullptr);
    void setHistory(const std::vector<cache::Invalidation> &history, const std::string &currency);
    HistoryModel &model() const { return *m_model; }

Q_SIGNALS:
    void closed();
    void undoRequested(const QString &id);

private:
    void showSelected();

    HistoryModel *m_model;
    TableView *m_table;
    QLabel *m_words;
    QLabel *m_empty;
    QPushButton *m_undo;
};

} // namespace cachescope::ui
