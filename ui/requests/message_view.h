// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget> // First: see ui/format/format.h.

#include "requestlog/record.h"
#include "ui/requests/shown_contents.h"

#include <QAbstractTableModel>

class QLabel;

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
    void setContents(const requestlog::CallRecord &record, const ShownContents &shown);
    void setFailure(const QString &message); ///< They could not be read.
    void openSearch();
    BodyView &body() const { return *m_body; }
    QString borrowedWords() const; ///< Whose text this is, when it is another call's; else empty.

Q_SIGNALS:
    void callRequested(qint64 callId); ///< The call that the text is borrowed from.

private:
    QWidget *makeBorrowedLine();
    QString missingWords(const requestlog::CallRecord &record, const ShownContents &shown) const;
    void showBorrowed(std::int64_t callId);

    Side m_side;
    HeadModel *m_head;
    TableView *m_table;
    BodyView *m_body;
    QWidget *m_borrowedLine = nullptr;
    QLabel *m_borrowed = nullptr;
    std::int64_t m_borrowedFrom = 0;
};

} // namespace cachescope::ui
