// SPDX-License-Identifier: MIT
// Heads and bodies of requests: the verdict and the content do not depend on how the bytes are cut (test A3), and
// nothing that two parties could read differently is let through.
#include "http/request_parser.h"
#include "pieces.h"

#include <cstdlib>
#include <string>

namespace {

using namespace cachescope;

struct Verdict
{
    std::string heads, bodies;
    int ended = 0, status = 0;
    bool operator==(const Verdict &) const = default;
};

/** Smuggling needs a message whose length is told twice. */
void checkFraming(const http::RequestHead &head)
{
    const std::size_t lengths = head.fields.count("content-length");
    const std::size_t codings = head.fields.count("transfer-encoding");
    for (const http::Field field : head.fields) {
        if (!http::isToken(field.name) || !http::isFieldText(field.value))
            std::abort();
    }
    if (lengths > 1 || codings > 1 || (lengths > 0 && codings > 0))
        std::abort();
}

/** False once the connection is over. */
bool read(http::RequestParser &parser, std::string_view input, Verdict &verdict)
{
    while (true) {
        const http::Event event = parser.feed(input);
        switch (event.kind) {
        case http::EventKind::NeedMore:
            return true;
        case http::EventKind::Head:
            checkFraming(parser.head());
            verdict.heads += parser.head().method + ' ' + parser.head().target + '\n';
            break;
        case http::EventKind::Body:
            verdict.bodies += event.body;
            break;
        case http::EventKind::End:
            ++verdict.ended;
            verdict.bodies += '|';
            break;
        case http::EventKind::Error:
            verdict.status = parser.error().status;
            return false;
        }
    }
}

http::RequestLimits smallLimits()
{
    http::RequestLimits limits;
    limits.head.headBytes = 2048;
    limits.bodyBytes = 4096;
    return limits;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size < 2)
        return 0;
    const auto text = fuzz::asText(data + 1, size - 1);
    Verdict whole, pieces;
    http::RequestParser atOnce(smallLimits()), bitByBit(smallLimits());
    read(atOnce, text, whole);
    for (const std::string_view piece : fuzz::cut(text, data[0])) {
        if (!read(bitByBit, piece, pieces))
            break;
    }
    if (!(whole == pieces))
        std::abort();
    return 0;
}
