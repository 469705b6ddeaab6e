// SPDX-License-Identifier: MIT
#pragma once

#include "prompt/json_walk.h"
#include "prompt/lint/lint.h"

#include <string>
#include <string_view>
#include <vector>

namespace cachescope::prompt {

/** The request's JSON object in the file (also inside a cURL command); an empty raw for text files. */
JsonValue requestJson(const Prompt &prompt);
/** Value at a JSON Pointer (RFC 6901) below `root`; an empty raw when there is none. */
JsonValue atPointer(const JsonValue &root, std::string_view pointer);
/** Elements of an array, in order. */
std::vector<JsonValue> elementsOf(const JsonValue &array);
/** A member with its decoded name. */
struct NamedValue
{
    std::string name;
    JsonValue value;
};
std::vector<NamedValue> membersOf(const JsonValue &object);

/** How the file spells what stands between a name and its value, and between two members on one line. */
struct JsonSpelling
{
    std::string colon = ":", comma = ",";
};
JsonSpelling spellingOf(std::string_view bytes, const JsonValue &object);

/** Adds a member behind the last one, with the blanks and line ends that the object uses between its members. */
TextEdit memberInsertion(
    std::string_view bytes, const JsonValue &object, std::string_view key, std::string_view value);
/** Takes out one member or element with the comma that goes with it. */
TextEdit itemRemoval(std::string_view bytes, ByteRange item);
/** Takes out those of an array's or object's items that `isRemoved` marks; ranges in file order. */
std::vector<TextEdit> itemRemovals(const std::vector<ByteRange> &items, const std::vector<bool> &isRemoved);
/** Puts item `order[i]` where item i stands; what is between them stays. */
std::vector<TextEdit> itemPermutation(
    std::string_view bytes, const std::vector<ByteRange> &items, const std::vector<std::size_t> &order);
/** Adds elements behind the last of an array, spelt as the array spells its own. */
TextEdit elementInsertion(std::string_view bytes, const JsonValue &array, const std::vector<std::string> &elements);

} // namespace cachescope::prompt
