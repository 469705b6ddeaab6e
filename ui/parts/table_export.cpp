// SPDX-License-Identifier: MIT
#include "ui/parts/table_export.h"

#include "ui/parts/row_delegate.h"

#include "base/redact.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace cachescope::ui {

namespace {

bool isNumber(const QVariant &value)
{
    switch (value.typeId()) {
    case QMetaType::Int:
    case QMetaType::LongLong:
    case QMetaType::ULongLong:
    case QMetaType::Double:
        return true;
    default:
        return false;
    }
}

/** The exact value where the model has one, else the words. An invalid one is a cell without a value. */
QVariant valueAt(const QModelIndex &index)
{
    const QVariant raw = index.data(RawRole);
    if (raw.isValid())
        return raw.typeId() == QMetaType::Nullptr ? QVariant() : raw;
    return index.data(Qt::DisplayRole);
}

QString redacted(const QString &text)
{
    return QString::fromStdString(base::redactText(text.toStdString()));
}

QString name(const QAbstractItemModel &model, int column)
{
    const QVariant raw = model.headerData(column, Qt::Horizontal, RawRole);
    return (raw.isValid() ? raw : model.headerData(column, Qt::Horizontal, Qt::DisplayRole)).toString();
}

QByteArray csvField(const QVariant &value)
{
    QString text = value.toString();
    // Decimal texts of money may begin with a minus; they are figures.
    bool isFigure = isNumber(value);
    if (!isFigure)
        text.toDouble(&isFigure);
    if (!isFigure) {
        text = redacted(text);
        if (!text.isEmpty() && QStringLiteral("=+-@\t\r").contains(text.front()))
            text.prepend(u'\'');
    }
    if (text.contains(u',') || text.contains(u'"') || text.contains(u'\n') || text.contains(u'\r')) {
        text.replace(QLatin1String("\""), QLatin1String("\"\""));
        text = u'"' % text % u'"';
    }
    return text.toUtf8();
}

/** Columns without a name only draw what others say. */
QVector<int> namedColumns(const QAbstractItemModel &model)
{
    QVector<int> columns;
    for (int column = 0; column < model.columnCount(); ++column)
        if (!name(model, column).isEmpty())
            columns.append(column);
    return columns;
}

QByteArray csv(const QAbstractItemModel &model)
{
    const QVector<int> columns = namedColumns(model);
    const auto line = [&columns](const auto &fieldOf) -> QByteArray {
        QByteArray fields;
        for (const int column : columns)
            fields += (column == columns.front() ? QByteArray() : QByteArray(",")) + fieldOf(column);
        return fields + "\r\n";
    };
    QByteArray out = line([&](int column) { return csvField(name(model, column)); });
    for (int row = 0; row < model.rowCount(); ++row)
        out += line([&](int column) { return csvField(valueAt(model.index(row, column))); });
    return out;
}

QJsonValue jsonValue(const QVariant &value)
{
    if (!value.isValid())
        return {};
    if (isNumber(value))
        return QJsonValue::fromVariant(value);
    return redacted(value.toString());
}

} // namespace

QByteArray exportTable(const QAbstractItemModel &model, TableFormat format)
{
    if (format == TableFormat::Csv)
        return csv(model);
    QJsonArray rows;
    for (int row = 0; row < model.rowCount(); ++row) {
        QJsonObject object;
        for (const int column : namedColumns(model))
            object.insert(name(model, column), jsonValue(valueAt(model.index(row, column))));
        rows.append(object);
    }
    return QJsonDocument(rows).toJson();
}

} // namespace cachescope::ui
