// SPDX-License-Identifier: MIT
#pragma once

#include <QAbstractListModel> // First: see ui/format/format.h.
#include <QDialog>
#include <QList>
#include <QPointer>

#include "ui/shell/page.h"

class QAction;
class QLineEdit;
class QListView;

namespace cachescope::ui {

/** Gives the places for what was typed ("#12", "@rules", ":7", "t:9000"). */
using PlaceFinder = std::function<QList<PalettePlace>(const QString &)>;

/** The actions whose words hold all that was typed, best first: those that begin with it; or the places it names.
 */
class ActionListModel : public QAbstractListModel
{
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;
    void setActions(const QList<QAction *> &actions);
    void setNeedle(const QString &needle);
    void setPlaceFinder(PlaceFinder finder) { m_finder = std::move(finder); }
    /** What a row does; to be run after the palette is gone. Empty for a row that is not there. */
    std::function<void()> deed(int row) const;
    static bool namesPlace(const QString &needle);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

    /** Role of the shortcut's text. */
    static constexpr int ShortcutRole = Qt::UserRole + 1;

private:
    void choose();
    QList<QPointer<QAction>> m_all;
    QList<QPointer<QAction>> m_shown;
    QList<PalettePlace> m_places; ///< In place of actions when the needle names one.
    PlaceFinder m_finder;
    QString m_needle;
};

/** Ctrl+Shift+P: every action of the window by its name, and places. Made per use; runs what was chosen after it
 * closed. */
class CommandPalette : public QDialog
{
    Q_OBJECT

public:
    CommandPalette(const QList<QAction *> &actions, PlaceFinder finder, QWidget *parent);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void run(const QModelIndex &index);

    QLineEdit *m_field;
    QListView *m_list;
    ActionListModel *m_model;
};

} // namespace cachescope::ui
