// SPDX-License-Identifier: MIT
#include "ui/prompt/compared_prompts.h"

namespace cachescope::ui {

base::Result<std::shared_ptr<const ComparedPrompts>> comparePrompts(
    std::shared_ptr<const prompt::Prompt> a, QString nameA, std::shared_ptr<const prompt::Prompt> b, QString nameB,
    std::string_view model, const tokens::ModelTable &models, const providers::CachingRules &rules)
{
    auto layoutA = prompt::layOut(*a, model, models);
    if (!layoutA)
        return tl::unexpected(layoutA.error());
    auto layoutB = prompt::layOut(*b, model, models);
    if (!layoutB)
        return tl::unexpected(layoutB.error());
    auto compared = std::make_shared<ComparedPrompts>();
    compared->comparison = prompt::compare(*a, *layoutA, *b, *layoutB, rules);
    compared->a = std::move(a);
    compared->b = std::move(b);
    compared->layoutA = std::move(*layoutA);
    compared->layoutB = std::move(*layoutB);
    compared->nameA = std::move(nameA);
    compared->nameB = std::move(nameB);
    return std::shared_ptr<const ComparedPrompts>(std::move(compared));
}

} // namespace cachescope::ui
