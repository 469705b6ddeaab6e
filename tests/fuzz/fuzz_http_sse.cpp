// SPDX-License-Identifier: MIT
// Server-sent events: the same events however the stream is cut, none larger than the limit.
#include "http/sse.h"
#include "pieces.h"

#include <cstdlib>
#include <string>

namespace {

using namespace cachescope;
constexpr std::size_t eventLimit = 512;

std::string events(const std::vector<std::string_view> &pieces)
{
    std::string all;
    http::SseParser parser(eventLimit);
    for (const std::string_view piece : pieces) {
        parser.feed(piece, [&all](const http::SseEvent &event) {
            if (event.data.size() > eventLimit)
                std::abort();
            all.append(event.event)
                .append(1, '\1')
                .append(event.id)
                .append(1, '\1')
                .append(event.data)
                .append(1, '\2');
        });
    }
    return all + std::to_string(parser.droppedEvents()) + (parser.isWithinEvent() ? "open" : "");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size < 2)
        return 0;
    const auto text = fuzz::asText(data + 1, size - 1);
    if (events({ text }) != events(fuzz::cut(text, data[0])))
        std::abort();
    return 0;
}
