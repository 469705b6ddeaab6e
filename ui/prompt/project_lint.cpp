// SPDX-License-Identifier: MIT
#include "ui/prompt/project_lint.h"

#include "prompt/lint/project_settings.h"
#include "ui/format/format.h"
#include "ui/prompt/prompt_file.h"

#include <QDate>
#include <QDir>
#include <QFileInfo>

namespace cachescope::ui {

base::Result<std::shared_ptr<const prompt::LintSettings>> projectSettingsFor(const QString &path)
{
    if (path.isEmpty())
        return std::shared_ptr<const prompt::LintSettings>();
    QDir folder = QFileInfo(path).absoluteDir();
    const QString name = format::text(prompt::projectSettingsName);
    while (!folder.exists(name)) {
        if (folder.isRoot() || !folder.cdUp())
            return std::shared_ptr<const prompt::LintSettings>();
    }
    const QString file = folder.filePath(name);
    const auto bytes = readPromptBytes(file);
    if (!bytes)
        return tl::unexpected(bytes.error());
    const auto project = prompt::readProjectSettings(*bytes, format::utf8(file));
    if (!project)
        return tl::unexpected(project.error());
    const std::string today = format::utf8(QDate::currentDate().toString(Qt::ISODate));
    return std::make_shared<const prompt::LintSettings>(
        prompt::settingsFor(*project, format::utf8(folder.relativeFilePath(path)), today));
}

} // namespace cachescope::ui
