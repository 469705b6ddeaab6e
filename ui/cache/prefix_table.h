// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget> // First: see ui/format/format.h.

#include "insight/provider_prefixes.h"
#include "ui/data/log_service.h"
#include "ui/shell/page.h"

#include <QAbstractTableModel>

#include <vector>

class QLabel;
class QStackedWidget;
class QTimer;

namespace cachescope::ui {

class EmptyState;
class TableView;

/** What prefix caches of providers are taken to hold. Rows whose time is over go by themselves. */
class PrefixModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column
    {
        Model,
        Upstream,
        FirstWords,
        Tokens,
        Reads,
        Last,
        Left, ///< Countdown.
        LeftBar,
        Source,
        columns
    };
    using QAbstractTableModel::QAbstractTableModel;
    void setPrefixes(std::vector<insight::ProviderPrefix> prefixes, base::UnixMicros now);
    /** Time has passed: countdowns go on, what has expired goes. */
    void setNow(base::UnixMicros now);
    const insight::ProviderPrefix *at(int row) const;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString textOf(const insight::ProviderPrefix &prefix, int column) const;
    std::vector<insight::ProviderPrefix> m_prefixes;
    base::UnixMicros m_now = 0;
};

/** The tab of provider prefixes: inferred from the log in the background; nothing here can be deleted. */
class PrefixPane : public QWidget
{
    Q_OBJECT

public:
    explicit PrefixPane(const PageContext &context, QWidget *parent = nullptr);

    void refresh(); ///< Infers anew, unless that is under way.
    void setActive(bool active);
    PrefixModel &model() const { return *m_model; }
    bool isKnown() const { return m_known; }

Q_SIGNALS:
    void countChanged();

private:
    void onReport(const base::Result<insight::PrefixReport> &report);
    void showState(const QString &error);

    PageContext m_context;
    LatestQuestion m_question;
    PrefixModel *m_model;
    QTimer *m_timer;
    QStackedWidget *m_stack = nullptr;
    TableView *m_table = nullptr;
    EmptyState *m_empty = nullptr;
    QLabel *m_words = nullptr;
    bool m_known = false;
    bool m_stoppedEarly = false;
};

} // namespace cachescope::ui
