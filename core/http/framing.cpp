// SPDX-License-Identifier: MIT
#include "http/framing.h"

#include "base/text.h"

namespace cachescope::http {

FramingFields readFramingFields(const Fields &fields, int versionMinor)
{
    FramingFields framing;
    std::size_t codings = 0;
    std::size_t lengths = 0;
    for (const Field field : fields) {
        if (base::equalIgnoringCase(field.name, "transfer-encoding")) {
            ++codings;
            framing.chunked = base::equalIgnoringCase(field.value, "chunked");
            if (!framing.chunked)
                framing.refusal = "the transfer coding is not exactly \"chunked\"";
        } else if (base::equalIgnoringCase(field.name, "content-length")) {
            ++lengths;
            framing.length = parseContentLength(field.value);
            if (!framing.length)
                framing.refusal = "Content-Length is not a plain decimal number";
        }
    }
    if (framing.refusal)
        return framing;
    if (codings > 1 || lengths > 1)
        framing.refusal = "Content-Length or Transfer-Encoding is repeated";
    else if (codings > 0 && lengths > 0)
        framing.refusal = "Transfer-Encoding and Content-Length stand together";
    else if (codings > 0 && versionMinor == 0)
        framing.refusal = "HTTP/1.0 has no chunked coding";
    return framing;
}

} // namespace cachescope::http
