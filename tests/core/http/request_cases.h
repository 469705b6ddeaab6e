// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cachescope::test {

/** One request as raw bytes and the verdict that it must get: 0 = taken, else the status that refuses it. */
struct RequestCase
{
    const char *name;
    std::string bytes;
    int status;
};

/** A request that is well-formed but for `line`, which is put between its head fields. */
inline std::string withField(std::string_view line, std::string_view body = {})
{
    return "POST /v1/x HTTP/1.1\r\nHost: 127.0.0.1\r\n" + std::string(line) + "\r\n\r\n" + std::string(body);
}

inline std::string chunkedWith(std::string_view body)
{
    return withField("Transfer-Encoding: chunked", body);
}

/**
 * The 21 cases of reliability.md 2.2, the listening side's cases of h1spec as far as they speak of syntax and
 * framing, and what the HTTP Garden and CVE-2025-55315 taught.
 */
inline std::vector<RequestCase> requestCases()
{
    using namespace std::string_literals;
    return {
        // The 21 that QHttpServer takes.
        { "no Host", "GET / HTTP/1.1\r\n\r\n", 400 },
        { "two Hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400 },
        { "TE and CL", withField("Transfer-Encoding: chunked\r\nContent-Length: 5", "0\r\n\r\n"), 400 },
        { "two different CLs", withField("Content-Length: 5\r\nContent-Length: 6", "hello!"), 400 },
        { "CL -5", withField("Content-Length: -5", "hello"), 400 },
        { "CL +5", withField("Content-Length: +5", "hello"), 400 },
        { "CL 0x5", withField("Content-Length: 0x5", "hello"), 400 },
        { "CL empty", withField("Content-Length:", "hello"), 400 },
        { "CL overflowing", withField("Content-Length: 18446744073709551621", "hello"), 400 },
        { "space before colon", withField("X-A : 1"), 400 },
        { "xchunked", withField("Transfer-Encoding: xchunked", "0\r\n\r\n"), 400 },
        { "chunked, cow", withField("Transfer-Encoding: chunked, cow", "0\r\n\r\n"), 400 },
        { "chunk size 0x5", chunkedWith("0x5\r\nhello\r\n0\r\n\r\n"), 400 },
        { "chunk size overflowing", chunkedWith("10000000000000005\r\nhello\r\n0\r\n\r\n"), 400 },
        { "NUL in a value", withField("X-A: a\0b"s), 400 },
        { "bare CR in a value", withField("X-A: a\rb"), 400 },
        { "obs-fold", withField("X-A: a\r\n b"), 400 },
        { "brackets in a name", withField("X[A]: 1"), 400 },
        { "HTTP/9.9", "GET / HTTP/9.9\r\nHost: a\r\n\r\n", 400 },
        { "chunked on HTTP/1.0", "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400 },
        { "bare LF in a chunk", chunkedWith("5\nhello\r\n0\r\n\r\n"), 400 },
        // Request line.
        { "no version", "GET /\r\nHost: a\r\n\r\n", 400 },
        { "lower-case version", "GET / http/1.1\r\nHost: a\r\n\r\n", 400 },
        { "HTTP/2.0", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", 400 },
        { "HTTP/1.1x", "GET / HTTP/1.1x\r\nHost: a\r\n\r\n", 400 },
        { "two blanks", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400 },
        { "blank in target", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", 400 },
        { "tab for blank", "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n", 400 },
        { "empty target", "GET  HTTP/1.1\r\nHost: a\r\n\r\n", 400 },
        { "control in target", "GET /\x01 HTTP/1.1\r\nHost: a\r\n\r\n", 400 },
        { "method is no token", "GE(T / HTTP/1.1\r\nHost: a\r\n\r\n", 400 },
        { "leading blank", " GET / HTTP/1.1\r\nHost: a\r\n\r\n", 400 },
        { "TLS hello", "\x16\x03\x01\x02", 400 },
        { "bare LF line ends", "GET / HTTP/1.1\nHost: a\n\n", 400 },
        { "blank line first field", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", 400 },
        // Fields.
        { "no colon", withField("X-A"), 400 },
        { "empty name", withField(": a"), 400 },
        { "non-ASCII name", withField("X-\xC3\xA4: a"), 400 },
        { "DEL in a value", withField("X-A: a\x7f"), 400 },
        { "bare LF in a value", withField("X-A: a\nX-B: b"), 400 },
        { "two equal CLs", withField("Content-Length: 5\r\nContent-Length: 5", "hello"), 400 },
        { "CL list", withField("Content-Length: 5, 5", "hello"), 400 },
        { "CL with blank inside", withField("Content-Length: 5 5", "hello"), 400 },
        { "CL decimal point", withField("Content-Length: 5.0", "hello"), 400 },
        { "CL after TE", withField("Content-Length: 5\r\nTransfer-Encoding: chunked", "0\r\n\r\n"), 400 },
        { "TE twice", withField("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "0\r\n\r\n"), 400 },
        { "TE identity", withField("Transfer-Encoding: identity", ""), 400 },
        { "TE gzip, chunked", withField("Transfer-Encoding: gzip, chunked", "0\r\n\r\n"), 400 },
        { "TE with control",
          withField(
              "Transfer-Encoding: \x0b"
              "chunked",
              "0\r\n\r\n"),
          400 },
        { "TE with quote", withField("Transfer-Encoding: \"chunked\"", "0\r\n\r\n"), 400 },
        // Chunks.
        { "empty chunk size", chunkedWith("\r\nhello\r\n0\r\n\r\n"), 400 },
        { "negative chunk size", chunkedWith("-5\r\nhello\r\n0\r\n\r\n"), 400 },
        { "blank after chunk size", chunkedWith("5 \r\nhello\r\n0\r\n\r\n"), 400 },
        { "chunk longer than its size", chunkedWith("5\r\nhello!\r\n0\r\n\r\n"), 400 },
        { "chunk data ends in LF", chunkedWith("5\r\nhello\n0\r\n\r\n"), 400 },
        { "LF in chunk extension", chunkedWith("5;a\nb\r\nhello\r\n0\r\n\r\n"), 400 },
        { "CR in chunk extension", chunkedWith("5;a\rb\r\nhello\r\n0\r\n\r\n"), 400 },
        { "NUL in chunk extension", chunkedWith("5;a\0\r\nhello\r\n0\r\n\r\n"s), 400 },
        { "endless chunk extension", chunkedWith("5;" + std::string(20'000, 'a') + "\r\nhello\r\n0\r\n\r\n"), 400 },
        { "malformed trailer", chunkedWith("0\r\nX A: 1\r\n\r\n"), 400 },
        { "bare LF after trailer", chunkedWith("0\r\nX: 1\n\r\n"), 400 },
        { "endless trailers", chunkedWith("0\r\nX: " + std::string(10'000, 'a') + "\r\n\r\n"), 400 },
        // Limits.
        { "1 MB header", withField("X-A: " + std::string(1 << 20, 'a')), 431 },
        { "5,000 headers",
          [] {
              std::string lines = "X: 1";
              for (int i = 1; i < 5000; ++i)
                  lines += "\r\nX: 1";
              return withField(lines);
          }(),
          431 },
        { "64 KB URL", "GET /" + std::string(64 << 10, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n", 414 },
        { "body over the limit", withField("Content-Length: 70000000", "x"), 413 },
        // What must pass.
        { "plain GET", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", 0 },
        { "HTTP/1.0 without Host", "GET / HTTP/1.0\r\n\r\n", 0 },
        { "empty line first", "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 0 },
        { "absolute-form", "GET http://a/b?c HTTP/1.1\r\nHost: a\r\n\r\n", 0 },
        { "asterisk-form", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 0 },
        { "unknown method", "BREW / HTTP/1.1\r\nHost: a\r\n\r\n", 0 },
        { "empty value", withField("X-A:"), 0 },
        { "tabs around a value", withField("X-A:\t a \t"), 0 },
        { "no blank after colon", withField("X-A:1"), 0 },
        { "UTF-8 in a value", withField("X-A: \xC3\xA4"), 0 },
        { "odd token", withField("!#$%&'*+-.^_`|~: a"), 0 },
        { "CL 0", withField("Content-Length: 0"), 0 },
        { "CL body", withField("Content-Length: 5", "hello"), 0 },
        { "chunked body", chunkedWith("5\r\nhello\r\n0\r\n\r\n"), 0 },
        { "upper-case coding", withField("Transfer-Encoding: Chunked", "5\r\nhello\r\n0\r\n\r\n"), 0 },
        { "hex sizes", chunkedWith("00A\r\n0123456789\r\na\r\n0123456789\r\n000\r\n\r\n"), 0 },
        { "chunk extensions", chunkedWith("5;a=b;c=\"d e\"\r\nhello\r\n0;z\r\n\r\n"), 0 },
        { "trailers", chunkedWith("5\r\nhello\r\n0\r\nX-Sum: 1\r\nX-Two:2\r\n\r\n"), 0 },
        { "Expect", withField("Expect: 100-continue\r\nContent-Length: 2", "ok"), 0 },
        { "h2c upgrade", withField("Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMA"),
          0 },
    };
}

} // namespace cachescope::test
