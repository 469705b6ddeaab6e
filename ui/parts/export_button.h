// SPDX-License-Identifier: MIT
#pragma once

#include <QPushButton>

#include <functional>

class QAbstractItemModel;

namespace cachescope::ui {

/** What a file can be. */
struct ExportKind
{
    QString name; ///< "CSV"; in the menu "Export as CSV…".
    QString suffix; ///< "csv"
    std::function<QByteArray()> content; ///< Asked when the user has chosen a place.
};

/**
 * "Export" with a menu of kinds: asks for a place and writes the file, whole or not at all and for its owner only.
 * What happened is told by `saved` and `failed`; the page shows it in the message area.
 */
class ExportButton : public QPushButton
{
    Q_OBJECT

public:
    enum class Words
    {
        Shown,
        IconOnly
    };
    /** `name`: what is exported, for the file's name and for screen readers ("cost-per-day"). */
    ExportButton(const QString &name, Words words, QWidget *parent = nullptr);

    void addKind(const ExportKind &kind);
    /** CSV and JSON of this table as it is then. The model outlives the button. */
    void addTable(const QAbstractItemModel *model);
    void setFileName(const QString &name) { m_name = name; }
    /** Writes to `path`; also for tests. */
    bool saveTo(const ExportKind &kind, const QString &path);
    const QVector<ExportKind> &kinds() const { return m_kinds; }

Q_SIGNALS:
    void saved(const QString &path);
    void failed(const QString &sentence);

private:
    void choose(const ExportKind &kind);

    QString m_name;
    QVector<ExportKind> m_kinds;
    class QMenu *m_menu;
};

} // namespace cachescope::ui
