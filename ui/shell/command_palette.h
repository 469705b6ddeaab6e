// SPDX-License-Identifier: MIT
#pragma once

#include <QAbstractListModel>
#include <QDialog>
#include <QList>
#include <QPointer>

class QAction;
class QLineEdit;
class QListView;

namespace cachescope::ui {

/** The actions whose words hold all that was typed, best first: those that begin with it. */
class ActionListModel : public QAbstractListModel
{
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;
    void setActions(const QList<QAction *> &actions);
    void setNeedle(const QString &needle);
    QAction *action(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

    /** Role of the shortcut's text. */
    static constexpr int ShortcutRole = Qt::UserRole + 1;

private:
    void choose();
    QList<QPointer<QAction>> m_all;
    QList<QPointer<QAction>> m_shown;
    QString m_needle;
};

/** Ctrl+Shift+P: every action of the window by its name. Made per use; runs the chosen action after it closed. */
class CommandPalette : public QDialog
{
    Q_OBJECT

public:
    CommandPalette(const QList<QAction *> &actions, QWidget *parent);

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
