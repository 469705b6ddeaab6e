// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json.hpp>

#include <string>

/**
 * Checks a JSON document against a schema: the keywords type, enum, properties, required, additionalProperties,
 * items, minItems, pattern and $ref into the same document, which is all that our own schema uses. Gives the first
 * violation, or nothing.
 */
std::string schemaViolation(const nlohmann::json &value, const nlohmann::json &schema, const nlohmann::json &root);
