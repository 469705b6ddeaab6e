// SPDX-License-Identifier: MIT
#include "ui/prompt/prompt_file.h"

#include "ui/format/format.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QSaveFile>

namespace cachescope::ui {

namespace {

/** Words of this file for the translators. */
class FileWords
{
    Q_DECLARE_TR_FUNCTIONS(FileWords)
};

tl::unexpected<base::Error> failed(base::ErrorCode code, const QString &message)
{
    return base::failure(code, format::utf8(message));
}

} // namespace

base::Result<std::string> readPromptBytes(const QString &path)
{
    const QFileInfo info(path);
    if (!info.exists())
        return failed(base::ErrorCode::NotFound, FileWords::tr("There is no file %1.").arg(path));
    if (!info.isFile())
        return failed(base::ErrorCode::InvalidInput, FileWords::tr("%1 is no file.").arg(path));
    if (info.size() > largestPromptFile)
        return failed(
            base::ErrorCode::LimitExceeded,
            FileWords::tr("%1 has %2; the editor opens files up to 256 MB.").arg(path, format::bytes(info.size())));
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failed(
            base::ErrorCode::Unreadable, FileWords::tr("%1 could not be read: %2.").arg(path, file.errorString()));
    std::string bytes(static_cast<std::size_t>(file.size()), '\0');
    std::size_t got = 0;
    for (qint64 read = 1; read > 0; got += static_cast<std::size_t>(std::max<qint64>(0, read))) {
        if (got == bytes.size())
            bytes.resize(bytes.size() + 4096); // It may have grown meanwhile.
        read = file.read(bytes.data() + got, static_cast<qint64>(bytes.size() - got));
        if (read < 0)
            return failed(
                base::ErrorCode::Unreadable,
                FileWords::tr("%1 could not be read: %2.").arg(path, file.errorString()));
    }
    bytes.resize(got);
    if (bytes.find('\0') != std::string::npos)
        return failed(
            base::ErrorCode::InvalidInput,
            FileWords::tr("%1 is binary: it holds NUL bytes, which no prompt has.").arg(path));
    return bytes;
}

base::Result<> writePromptBytes(const QString &path, const std::string &bytes)
{
    QSaveFile file(path);
    const auto tell = [&] {
        return failed(
            base::ErrorCode::Unreadable,
            FileWords::tr("%1 could not be saved: %2. What you typed is still here.")
                .arg(path, file.errorString()));
    };
    if (!file.open(QIODevice::WriteOnly))
        return tell();
    if (file.write(bytes.data(), static_cast<qint64>(bytes.size())) != static_cast<qint64>(bytes.size()))
        return tell();
    if (!file.commit())
        return tell();
    return {};
}

} // namespace cachescope::ui
