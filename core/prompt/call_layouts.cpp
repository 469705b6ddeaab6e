// SPDX-License-Identifier: MIT
#include "prompt/call_layouts.h"

namespace cachescope::prompt {

base::Result<std::shared_ptr<const TokenLayout>> CallLayouts::of(
    const std::shared_ptr<const Prompt> &call, std::string_view model, const tokens::ModelTable &models)
{
    {
        const std::lock_guard lock(m_lock);
        if (m_model != model) {
            m_model = model;
            m_known.clear();
        }
        if (const auto known = m_known.find(call); known != m_known.end())
            return known->second;
    }
    auto counted = layOut(*call, model, models);
    if (!counted)
        return tl::unexpected(counted.error());
    auto layout = std::make_shared<const TokenLayout>(*std::move(counted));
    const std::lock_guard lock(m_lock);
    if (m_model == model)
        m_known.emplace(call, layout);
    return layout;
}

} // namespace cachescope::prompt
