// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget> // First: see ui/format/format.h.

#include "requestlog/record.h"

#include <QAbstractTableModel>

namespace cachescope::ui {

class BodyView;
class TableView;

/** A head's fields as rows; a request or status line comes first, without a name. Credentials are already hidden.
 */
class HeadModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;
    void setHead(const QString &head);
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Field
    {
        QString name, value;
    };
    QVector<Field> m_fields;
};

/** One side of a call: its head and its body. */
class MessageView : public QWidget
{
    Q_OBJECT

public:
    enum class Side
    {
        Request,
        Response
    };
    explicit MessageView(Side side, QWidget *parent = nullptr);

    void setLoading(); ///< Until the contents come.
    void setContents(const requestlog::CallRecord &record, const requestlog::CallContents &contents);
    void setFailure(const QString &message); ///< They could not be read.
    void openSearch();
    BodyView &body() const { return *m_body; }

private:
    QString missingWords(const requestlog::CallRecord &record, const requestlog::CallContents &contents) const;

    Side m_side;
    HeadModel *m_head;
    TableView *m_table;
    BodyView *m_body;
};

} // namespace cachescope::ui
