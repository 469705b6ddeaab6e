// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QString>
#include <QVector>

class QSettings;

namespace cachescope::ui {

/** A named filter. `columns`: the Requests page's own state for it, may be empty. */
struct SavedView
{
    QString name;
    QString filter;
    QByteArray columns;
    friend bool operator==(const SavedView &, const SavedView &) = default;
};

/** The named filters in the side bar, kept in the session file. Starts with three useful ones. GUI thread. */
class SavedViews : public QObject
{
    Q_OBJECT

public:
    explicit SavedViews(QSettings &session, QObject *parent = nullptr);

    const QVector<SavedView> &views() const { return m_views; }
    void save(const SavedView &view); ///< Replaces one with the same name.
    void remove(const QString &name);

Q_SIGNALS:
    void changed();

private:
    void write();

    QSettings &m_session;
    QVector<SavedView> m_views;
};

} // namespace cachescope::ui
