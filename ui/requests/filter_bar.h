// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget> // First: see ui/format/format.h.

#include "requestlog/filter.h"

#include <QHash>
#include <QStringList>

class QCompleter;
class QLabel;
class QSettings;
class QStandardItemModel;
class QTimer;
class QToolButton;

namespace cachescope::ui {

class FilterEdit;

/**
 * The filter field: conditions as chips, completion of names and values, history, and its state with icon and word.
 * A valid text is applied a moment after the last key, or at once by Enter; an invalid one leaves the old filter in
 * force and says where the mistake is.
 */
class FilterBar : public QWidget
{
    Q_OBJECT

public:
    enum class State
    {
        Empty,
        Valid,
        Invalid,
        Busy, ///< Searching.
        Slow ///< Searching for more than a second.
    };

    /** `session` keeps the history and outlives the bar. */
    explicit FilterBar(QSettings &session, QWidget *parent = nullptr);

    QString text() const;
    void setText(const QString &text); ///< Applies it at once.
    const requestlog::Filter &filter() const { return m_filter; } ///< The one in force.
    State state() const { return m_state; }
    QString stateText() const; ///< As shown: "valid", "at 7: …".

    void setSearching(bool searching);
    void setValues(const QString &field, const QStringList &values);
    void focusField(); ///< Ctrl+L: focus, everything selected.

Q_SIGNALS:
    void filterChanged();
    void stopRequested();
    /** The user begins to type values of this field: a chance to read them. */
    void valuesWanted(const QString &field);

protected:
    void paintEvent(QPaintEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void setUpLayout();
    void setUpCompleter();
    void onTyped();
    void apply();
    void showState();
    void offerCompletion();
    void offerHistory();
    void insertSuggestion(const QString &text);
    void remember(const QString &text);
    void popUp();

    QSettings &m_session;
    FilterEdit *m_edit = nullptr;
    QLabel *m_stateIcon = nullptr;
    QLabel *m_stateLabel = nullptr;
    QToolButton *m_stop = nullptr;
    QToolButton *m_clear = nullptr;
    QCompleter *m_completer = nullptr;
    QStandardItemModel *m_suggestions = nullptr;
    QTimer *m_applyTimer = nullptr;
    QTimer *m_slowTimer = nullptr;
    requestlog::Filter m_filter;
    QHash<QString, QStringList> m_values;
    int m_replaceBegin = 0, m_replaceEnd = 0;
    State m_state = State::Empty;
    bool m_searching = false;
};

} // namespace cachescope::ui
