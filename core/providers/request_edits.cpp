// SPDX-License-Identifier: MIT
#include "providers/request_edits.h"

#include "providers/json_scanner.h"

namespace cachescope::providers {

namespace {

/** What stands in an object whose members are looked for by name. */
struct ObjectView
{
    bool wellFormed = false;
    bool isEmpty = true;
    int times = 0; ///< That the name was met.
    std::string_view value; ///< Of the name, as spelt.
};

ObjectView look(std::string_view object, std::string_view name)
{
    ObjectView view;
    JsonScanner json(object);
    if (!json.enterObject())
        return view;
    while (const auto key = json.nextKey()) {
        view.isEmpty = false;
        if (*key != name)
            continue;
        ++view.times;
        view.value = json.raw();
    }
    view.wellFormed = json.finish();
    return view;
}

/** Before the brace that closes `object`, which is known to be one. */
BodyEdit lastMember(std::string_view body, std::string_view object, bool isEmpty, std::string member)
{
    const auto begin = static_cast<std::size_t>(object.data() - body.data());
    BodyEdit edit;
    edit.offset = begin + object.rfind('}');
    edit.inserted = (isEmpty ? "" : ",") + std::move(member);
    return edit;
}

} // namespace

std::optional<BodyEdit> withMember(std::string_view body, std::string_view name, std::string_view json)
{
    const ObjectView view = look(body, name);
    if (!view.wellFormed || view.times != 0)
        return {};
    return lastMember(body, body, view.isEmpty, "\"" + std::string(name) + "\":" + std::string(json));
}

std::optional<BodyEdit> withUsageOption(std::string_view body)
{
    const ObjectView stream = look(body, "stream");
    if (!stream.wellFormed || stream.times != 1 || stream.value != "true")
        return {};
    const ObjectView options = look(body, "stream_options");
    std::optional<BodyEdit> edit;
    if (options.times == 0) {
        edit = withMember(body, "stream_options", "{\"include_usage\":true}");
    } else if (options.times == 1) {
        const ObjectView inner = look(options.value, "include_usage");
        if (inner.wellFormed && inner.times == 0)
            edit = lastMember(body, options.value, inner.isEmpty, "\"include_usage\":true");
    }
    if (edit)
        edit->what = "include_usage";
    return edit;
}

} // namespace cachescope::providers
