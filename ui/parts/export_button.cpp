// SPDX-License-Identifier: MIT
#include "ui/parts/export_button.h"

#include "ui/parts/labels.h"
#include "ui/parts/table_export.h"
#include "ui/theme/icons.h"

#include <QFileDialog>
#include <QMenu>
#include <QSaveFile>
#include <QStandardPaths>

namespace cachescope::ui {

ExportButton::ExportButton(const QString &name, Words words, QWidget *parent)
    : QPushButton(parent)
    , m_name(name)
    , m_menu(new QMenu(this))
{
    setProperty("compact", QStringLiteral("true"));
    setFont(Theme::font(TextStyle::Control));
    setIconSize(QSize(14, 14));
    setAutoDefault(false);
    setButtonKind(this, ButtonKind::Quiet, QStringLiteral("export"));
    if (words == Words::Shown)
        setText(tr("Export"));
    else
        setFixedWidth(metrics::smallControlHeight);
    setToolTip(tr("Export"));
    setAccessibleName(tr("Export %1").arg(name));
    connect(this, &QPushButton::clicked, this, [this] { m_menu->popup(mapToGlobal(QPoint(0, height()))); });
}

void ExportButton::addKind(const ExportKind &kind)
{
    m_kinds.append(kind);
    connect(m_menu->addAction(tr("%1\u2026").arg(kind.name)), &QAction::triggered, this, [this, kind] {
        choose(kind);
    });
}

void ExportButton::addTable(const QAbstractItemModel *model)
{
    addKind({ tr("CSV"), QStringLiteral("csv"), [model] { return exportTable(*model, TableFormat::Csv); } });
    addKind({ tr("JSON"), QStringLiteral("json"), [model] { return exportTable(*model, TableFormat::Json); } });
}

void ExportButton::choose(const ExportKind &kind)
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    QString path = QFileDialog::getSaveFileName(
        this, tr("Export as %1").arg(kind.name), folder % u'/' % m_name % u'.' % kind.suffix,
        kind.name % QStringLiteral(" (*.") % kind.suffix % u')');
    if (!path.isEmpty())
        saveTo(kind, path);
}

bool ExportButton::saveTo(const ExportKind &kind, const QString &path)
{
    QSaveFile file(path);
    const QByteArray content = kind.content();
    if (!content.isEmpty() && file.open(QIODevice::WriteOnly)) {
        file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
        if (file.write(content) == content.size() && file.commit()) {
            Q_EMIT saved(path);
            return true;
        }
    }
    Q_EMIT failed(
        tr("The export could not be written to %1: %2. Choose another place.").arg(path, file.errorString()));
    return false;
}

} // namespace cachescope::ui

#include "moc_export_button.cpp"
