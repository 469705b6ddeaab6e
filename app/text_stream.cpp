// SPDX-License-Identifier: MIT
#include "text_stream.h"

#include <cerrno>
#include <cstring>
#include <sys/stat.h>

namespace cachescope::app {

namespace {

constexpr std::size_t pieceBytes = std::size_t{ 1 } << 18;

int keepOpen(std::FILE *)
{
    return 0;
}

tl::unexpected<base::Error> unreadable(const std::string &path, const char *why)
{
    return base::failure(base::ErrorCode::Unreadable, "cannot read " + path + ": " + why + ".");
}

} // namespace

base::Result<File> openInput(const std::string &path)
{
    if (path == "-")
        return File(stdin, keepOpen);
    struct stat info
    { };
    if (::stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode))
        return unreadable(path, "it is a folder");
    File file(std::fopen(path.c_str(), "rb"), std::fclose);
    if (!file)
        return unreadable(path, std::strerror(errno));
    return file;
}

base::Result<void> readPieces(
    std::FILE *file, const std::string &path, const std::function<bool(std::string_view)> &take)
{
    std::string buffer(pieceBytes, '\0');
    for (;;) {
        const std::size_t read = std::fread(buffer.data(), 1, buffer.size(), file);
        if (read == 0 || !take(std::string_view(buffer).substr(0, read)))
            break;
    }
    if (std::ferror(file) != 0)
        return unreadable(path, std::strerror(errno));
    return {};
}

base::Error notUtf8(const std::string &path, std::uint64_t byte)
{
    return { base::ErrorCode::InvalidInput,
             (path == "-" ? "standard input" : path) + " is not UTF-8 text: the byte at " + std::to_string(byte)
                 + " does not belong there. Convert the file first, e.g. with iconv." };
}

} // namespace cachescope::app
