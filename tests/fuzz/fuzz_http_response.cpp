// SPDX-License-Identifier: MIT
// Answers of hostile upstreams, chunked ones first of all: the same however they are cut, and a body put into
// chunks comes out of them unchanged.
#include "http/chunked.h"
#include "http/response_parser.h"
#include "pieces.h"

#include <cstdlib>
#include <string>

namespace {

using namespace cachescope;

struct Verdict
{
    int status = 0;
    std::string body;
    bool ended = false, failed = false;
    bool operator==(const Verdict &) const = default;
};

bool take(http::ResponseParser &parser, const http::Event &event, Verdict &verdict)
{
    if (event.kind == http::EventKind::Head)
        verdict.status = parser.head().status;
    if (event.kind == http::EventKind::Body)
        verdict.body += event.body;
    verdict.ended = verdict.ended || event.kind == http::EventKind::End;
    verdict.failed = verdict.failed || event.kind == http::EventKind::Error;
    return !verdict.ended && !verdict.failed && event.kind != http::EventKind::NeedMore;
}

Verdict readAll(const std::vector<std::string_view> &pieces)
{
    Verdict verdict;
    http::ResponseParser parser;
    parser.start(http::ResponseParser::RequestKind::Ordinary);
    for (std::string_view piece : pieces) {
        while (take(parser, parser.feed(piece), verdict)) { }
        if (verdict.ended || verdict.failed)
            return verdict;
    }
    take(parser, parser.finish(), verdict);
    return verdict;
}

void checkRoundTrip(std::string_view body, std::uint32_t seed)
{
    std::string coded;
    for (const std::string_view piece : fuzz::cut(body, seed))
        http::appendChunk(coded, piece);
    http::appendLastChunk(coded);
    http::ChunkedReader reader;
    std::string back;
    std::string_view input = coded;
    http::Event event;
    do {
        event = reader.feed(input);
        if (event.kind == http::EventKind::Body)
            back += event.body;
    } while (event.kind == http::EventKind::Body);
    if (event.kind != http::EventKind::End || back != body || !input.empty())
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size < 2)
        return 0;
    const auto text = fuzz::asText(data + 1, size - 1);
    if (!(readAll({ text }) == readAll(fuzz::cut(text, data[0]))))
        std::abort();
    // The framing alone, without a head that the fuzzer must find first.
    const std::string chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + std::string(text);
    if (!(readAll({ chunked }) == readAll(fuzz::cut(chunked, data[0]))))
        std::abort();
    checkRoundTrip(text, data[0]);
    return 0;
}
