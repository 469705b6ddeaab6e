// SPDX-License-Identifier: MIT
#include "insight/miss_reason.h"

#include <algorithm>

namespace cachescope::insight {

namespace {

/** Judges one call; the steps are in the order of the reasons. */
class Judge
{
public:
    explicit Judge(const Evidence &evidence)
        : m_e(evidence)
    { }

    Judgement verdict() const
    {
        if (!m_e.caches)
            return plain(MissReason::NoCache, Certainty::Certain);
        if (wasReadWhole())
            return m_e.compacted ? plain(MissReason::Compacted, Certainty::Certain) : read();
        if (!m_e.hasEarlier)
            return plain(MissReason::First, m_e.rememberedAll ? Certainty::Certain : Certainty::Likely);
        if (const auto early = belowOrUnasked())
            return *early;
        if (m_e.compacted)
            return plain(MissReason::Compacted, Certainty::Certain);
        if (m_e.couldRead <= 0)
            return plain(MissReason::First, Certainty::Likely); // Nothing in common that a cache would keep.
        if (isIdle())
            return fault(MissReason::Idle, idleCertainty());
        if (m_e.otherModel)
            return plain(MissReason::Model, Certainty::Certain);
        return changedOrTimed();
    }

private:
    /** Nothing is missing: all that an earlier call left and this one could use was read. */
    bool wasReadWhole() const
    {
        const bool enough = m_e.reported + toleranceOf(m_e, m_e.couldRead) >= m_e.couldRead;
        if (!m_e.hasEarlier)
            return m_e.reported > 0;
        return enough && (m_e.reported > 0 || (m_e.couldRead == 0 && !belowOrUnasked()));
    }

    Judgement read() const
    {
        Judgement verdict = plain(MissReason::Read, Certainty::Certain);
        if (m_e.reported == 0)
            verdict.reason = MissReason::First;
        verdict.predicted = std::max(m_e.reported, m_e.couldRead);
        return verdict;
    }

    std::optional<Judgement> belowOrUnasked() const
    {
        if (m_e.reported > 0 || m_e.sameText <= toleranceOf(m_e, m_e.sameText))
            return {};
        Judgement verdict;
        verdict.certainty = m_e.rulesPublished ? Certainty::Certain : Certainty::Likely;
        verdict.predicted = verdict.again = m_e.sameText;
        if (!m_e.asks && m_e.sameText >= m_e.minimum) {
            verdict.reason = MissReason::NoMark;
            return verdict;
        }
        // What is new in each call cannot lift the shared part over the floor.
        const std::int64_t keepable = std::min(m_e.input, m_e.sameText + toleranceOf(m_e, m_e.sameText));
        if (keepable < m_e.minimum) {
            verdict.reason = MissReason::BelowMinimum;
            return verdict;
        }
        return {};
    }

    bool isIdle() const { return m_e.lifetime.count() > 0 && m_e.idle > m_e.lifetime; }
    Certainty idleCertainty() const
    {
        const auto longest = std::max(m_e.longestLifetime, m_e.lifetime);
        if (m_e.idle > longest && m_e.lifetimePublished)
            return Certainty::Certain;
        return m_e.lifetimePublished ? Certainty::Likely : Certainty::Possible;
    }

    Judgement changedOrTimed() const
    {
        const std::int64_t tolerance = toleranceOf(m_e, m_e.couldRead);
        const bool bySending = m_e.readable + tolerance < m_e.couldRead;
        if (m_e.parameters)
            return fault(
                MissReason::Parameters, m_e.parametersPublished ? Certainty::Certain : Certainty::Possible);
        if (m_e.differs && bySending)
            return fault(m_e.where, changeCertainty());
        if (bySending)
            return fault(MissReason::Breakpoint, m_e.rulesPublished ? Certainty::Certain : Certainty::Likely);
        if (!m_e.ready)
            return fault(MissReason::Parallel, Certainty::Likely);
        if (m_e.differs && m_e.whiteSpaceOnly)
            return fault(m_e.where, Certainty::Possible);
        // Where neither floor nor step nor lifetime is published, anything may have happened.
        if (!m_e.lifetimePublished && m_e.minimum == 0 && m_e.step == 0)
            return fault(MissReason::Unknown, Certainty::Possible);
        return fault(MissReason::NotKept, m_e.rulesPublished ? Certainty::Likely : Certainty::Possible);
    }

    /** What was read must fit what the change leaves, or something else happened as well. */
    Certainty changeCertainty() const
    {
        if (m_e.whiteSpaceOnly)
            return Certainty::Possible;
        const std::int64_t tolerance = toleranceOf(m_e, m_e.couldRead);
        const bool fits = m_e.reported <= m_e.readable + tolerance;
        return fits && m_e.rulesPublished ? Certainty::Certain : Certainty::Likely;
    }

    Judgement plain(MissReason reason, Certainty certainty) const
    {
        return { reason, certainty, std::max(m_e.couldRead, m_e.reported), 0 };
    }
    Judgement fault(MissReason reason, Certainty certainty) const
    {
        return { reason, certainty, m_e.couldRead, std::max<std::int64_t>(m_e.couldRead - m_e.reported, 0) };
    }

    const Evidence &m_e;
};

} // namespace

std::int64_t toleranceOf(const Evidence &evidence, std::int64_t tokens)
{
    constexpr std::int64_t least = 48;
    const std::int64_t step = evidence.step > 1 ? evidence.step * 3 / 2 : 0;
    const std::int64_t share = tokens / (evidence.exactCount ? 50 : 20);
    return std::max({ least, step, share });
}

Judgement judge(const Evidence &evidence)
{
    return Judge(evidence).verdict();
}

} // namespace cachescope::insight
