// SPDX-License-Identifier: MIT
#include "lint_case_file.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace {

std::string resolved(const std::string &text)
{
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\' || i + 1 == text.size()) {
            if (text[i] != '\n') // Real line ends only wrap the case file.
                result.push_back(text[i]);
            continue;
        }
        switch (text[++i]) {
        case 'n':
            result.push_back('\n');
            break;
        case 'r':
            result.push_back('\r');
            break;
        case 't':
            result.push_back('\t');
            break;
        case 's':
            result.push_back(' ');
            break;
        case 'x':
            result.push_back(static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16)));
            i += 2;
            break;
        default:
            result.push_back(text[i]);
        }
    }
    return result;
}

struct Header
{
    LintCase values;
    bool isRaw = false;
};

Header readHeader(const std::string &line, const std::string &rule)
{
    Header header;
    header.values.rule = rule;
    const std::size_t colon = line.find(": ");
    header.values.name = colon == std::string::npos ? line.substr(4) : line.substr(colon + 2);
    std::stringstream options(line.substr(4, colon - 4));
    std::string option;
    std::getline(options, header.values.expectation, ',');
    while (std::getline(options, option, ',')) {
        option.erase(0, option.find_first_not_of(' '));
        header.isRaw |= option == "raw";
        if (option.rfind("model=", 0) == 0)
            header.values.model = option.substr(6);
    }
    return header;
}

void readFile(const std::filesystem::path &path, std::vector<LintCase> &cases)
{
    std::ifstream file(path);
    Header header;
    std::string content;
    const auto finish = [&] {
        if (header.values.expectation.empty())
            return;
        if (!content.empty())
            content.pop_back();
        header.values.prompt = header.isRaw ? resolved(content) : content;
        cases.push_back(header.values);
    };
    for (std::string line; std::getline(file, line);) {
        if (line.rfind("=== ", 0) != 0) {
            content += line + "\n";
            continue;
        }
        finish();
        content.clear();
        header = readHeader(line, path.stem().string());
    }
    finish();
}

} // namespace

std::vector<LintCase> readLintCases(const std::string &directory)
{
    std::vector<std::filesystem::path> paths;
    for (const auto &entry : std::filesystem::directory_iterator(directory)) {
        if (entry.path().extension() == ".txt")
            paths.push_back(entry.path());
    }
    std::sort(paths.begin(), paths.end());
    std::vector<LintCase> cases;
    for (const auto &path : paths)
        readFile(path, cases);
    return cases;
}
