// SPDX-License-Identifier: MIT
#include "http/beast_head.h"

#include <boost/beast/http/basic_parser.hpp>

#include <cstdint>
#include <limits>

namespace cachescope::http {

namespace {

namespace beast = boost::beast;
using beast::error_code;

std::string_view toStd(beast::string_view text)
{
    return { text.data(), text.size() };
}

/** A basic_parser that keeps the head exactly as received and reads no body: framing is decided by our own,
 * stricter rules. */
template <bool isRequest, typename Head> class HeadSink final : public beast::http::basic_parser<isRequest>
{
public:
    explicit HeadSink(Head &head)
        : m_head(head)
    {
        this->skip(true);
        this->header_limit(std::numeric_limits<std::uint32_t>::max());
        this->body_limit(boost::none);
    }

private:
    void on_request_impl(
        beast::http::verb /*verb*/, beast::string_view method, beast::string_view target, int version,
        error_code & /*error*/) override
    {
        if constexpr (isRequest) {
            m_head.method.assign(method.data(), method.size());
            m_head.target.assign(target.data(), target.size());
            m_head.versionMinor = version % 10;
        }
    }
    void on_response_impl(int status, beast::string_view reason, int version, error_code & /*error*/) override
    {
        if constexpr (!isRequest) {
            m_head.status = status;
            m_head.reason.assign(reason.data(), reason.size());
            m_head.versionMinor = version % 10;
        }
    }
    void on_field_impl(
        beast::http::field /*field*/, beast::string_view name, beast::string_view value,
        error_code & /*error*/) override
    {
        m_head.fields.add(toStd(name), toStd(value));
    }
    void on_header_impl(error_code & /*error*/) override { }
    void on_body_init_impl(const boost::optional<std::uint64_t> & /*length*/, error_code & /*error*/) override { }
    std::size_t on_body_impl(beast::string_view body, error_code & /*error*/) override { return body.size(); }
    void on_chunk_header_impl(
        std::uint64_t /*size*/, beast::string_view /*extensions*/, error_code & /*error*/) override
    { }
    std::size_t on_chunk_body_impl(
        std::uint64_t /*remaining*/, beast::string_view body, error_code & /*error*/) override
    {
        return body.size();
    }
    void on_finish_impl(error_code & /*error*/) override { }

    Head &m_head;
};

template <bool isRequest, typename Head> std::optional<std::string> parseHead(std::string_view bytes, Head &head)
{
    head.fields.clear();
    HeadSink<isRequest, Head> sink(head);
    error_code error;
    const std::size_t taken = sink.put({ bytes.data(), bytes.size() }, error);
    if (error)
        return error.message();
    if (!sink.is_header_done() || taken != bytes.size())
        return "the head ends early";
    return {};
}

} // namespace

std::optional<std::string> parseRequestHead(std::string_view bytes, RequestHead &head)
{
    return parseHead<true>(bytes, head);
}

std::optional<std::string> parseResponseHead(std::string_view bytes, ResponseHead &head)
{
    return parseHead<false>(bytes, head);
}

} // namespace cachescope::http
