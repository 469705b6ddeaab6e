// SPDX-License-Identifier: MIT
// Turns unicode16_classes.txt into the two-stage table that core/tokens/char_class.cpp includes.
#include "pack.h"
#include "table_text.h"

#include "tokens/char_class.h"

#include <array>
#include <cstdio>
#include <fstream>
#include <map>
#include <string>
#include <vector>

using cachescope::tokens::detail::CharClass;

namespace {

constexpr std::size_t codePoints = 0x110000;

CharClass classOf(const std::string &name)
{
    static const std::map<std::string, CharClass> classes{
        { "Lu", CharClass::Upper },  { "Lt", CharClass::Upper },  { "Ll", CharClass::Lower },
        { "Lm", CharClass::Letter }, { "Lo", CharClass::Letter }, { "M", CharClass::Mark },
        { "N", CharClass::Number },  { "P", CharClass::Symbol },  { "S", CharClass::Symbol },
        { "WS", CharClass::Space },
    };
    const auto found = classes.find(name);
    return found == classes.end() ? CharClass::Count : found->second;
}

bool readClasses(const char *path, std::vector<CharClass> &table)
{
    std::ifstream file(path);
    std::string line;
    while (std::getline(file, line)) {
        if (line.empty() || line[0] == '#')
            continue;
        unsigned first = 0;
        unsigned last = 0;
        std::array<char, 8> name{};
        if (std::sscanf(line.c_str(), "%x..%x %7s", &first, &last, name.data()) != 3 || last >= codePoints)
            return false;
        const CharClass value = classOf(name.data());
        if (value == CharClass::Count)
            return false;
        for (unsigned c = first; c <= last; ++c)
            table[c] = value;
    }
    table[U'\r'] = CharClass::Newline;
    table[U'\n'] = CharClass::Newline;
    return file.eof() && table[U'a'] == CharClass::Lower;
}

} // namespace

int packClasses(const char *input, const char *output)
{
    std::vector<CharClass> table(codePoints, CharClass::None);
    if (!readClasses(input, table)) {
        std::fprintf(stderr, "%s: not a class table\n", input);
        return 1;
    }
    std::vector<unsigned> numbers;
    for (const CharClass value : table)
        numbers.push_back(static_cast<unsigned>(value));
    const auto [index, blocks] = inTwoStages(numbers);
    std::ofstream out(output);
    out << "// Made by packvocabulary from unicode16_classes.txt.\n";
    writeArray(out, "std::uint8_t", "classBlockIndex", index);
    writeArray(out, "std::uint8_t", "classBlocks", blocks);
    return out.good() ? 0 : 1;
}
