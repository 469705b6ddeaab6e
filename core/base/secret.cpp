// SPDX-License-Identifier: MIT
#include "base/secret.h"

#include <openssl/crypto.h>

namespace cachescope::base {

void Secret::wipe()
{
    OPENSSL_cleanse(m_text.data(), m_text.size());
    m_text.clear();
}

} // namespace cachescope::base
