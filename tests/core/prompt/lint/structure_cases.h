// SPDX-License-Identifier: MIT
#pragma once

#include "prompt/lint/evidence.h"
#include "prompt/lint/lint.h"

#include <string>
#include <vector>

/** A case of a rule that looks at the request's structure or at the log. */
struct StructureCase
{
    std::string rule;
    enum Expectation
    {
        Positive,
        Negative,
        Silenced
    } expectation
        = Positive;
    std::string name, prompt;
    cachescope::prompt::LogEvidence log;
    bool hasLog = false;
    std::string upstream, model;

    StructureCase &with(cachescope::prompt::LogEvidence evidence)
    {
        log = std::move(evidence);
        hasLog = true;
        return *this;
    }
    StructureCase &at(std::string name_)
    {
        upstream = std::move(name_);
        return *this;
    }
};

/** Collects cases: `cases.positive("BRK001", "name", json)`, then `.with(log)`. */
class CaseList
{
public:
    using Expectation = StructureCase::Expectation;
    StructureCase &positive(std::string rule, std::string name, std::string prompt)
    {
        return add(StructureCase::Positive, std::move(rule), std::move(name), std::move(prompt));
    }
    StructureCase &negative(std::string rule, std::string name, std::string prompt)
    {
        return add(StructureCase::Negative, std::move(rule), std::move(name), std::move(prompt));
    }
    /** The same request with a silencing member in front. */
    StructureCase &silenced(std::string rule, std::string prompt)
    {
        prompt.insert(1, "\"//\":\"cachescope: ignore-file " + rule + " -- on purpose\",");
        return add(StructureCase::Silenced, std::move(rule), "by a member", std::move(prompt));
    }
    const std::vector<StructureCase> &all() const { return m_cases; }

private:
    StructureCase &add(Expectation expectation, std::string rule, std::string name, std::string prompt)
    {
        StructureCase made;
        made.rule = std::move(rule);
        made.expectation = expectation;
        made.name = std::move(name);
        made.prompt = std::move(prompt);
        m_cases.push_back(std::move(made));
        return m_cases.back();
    }
    std::vector<StructureCase> m_cases;
};

void addBreakpointCases(CaseList &cases);
void addLifetimeCases(CaseList &cases);
void addToolCases(CaseList &cases);
void addHistoryCases(CaseList &cases);
void addWindowCases(CaseList &cases);
void addParameterCases(CaseList &cases);

/** JSON written with single quotes. */
std::string json(std::string text);
/** Plain English of about that many tokens, without anything that changes; `seed` varies it. */
std::string words(int tokens, int seed = 1);
/** `text` as a JSON string with quotes. */
std::string quoted(const std::string &text);

/** A log of calls, oldest first as they are added. */
class LogBuilder
{
public:
    /** A call `minutes` after the start. */
    cachescope::prompt::ObservedCall &call(
        double minutes, const std::string &body, const std::string &session = "s1");
    /** The evidence, newest first, at so many calls a day. */
    cachescope::prompt::LogEvidence evidence(double callsPerDay = 1000) const;

private:
    std::vector<cachescope::prompt::ObservedCall> m_calls;
};
