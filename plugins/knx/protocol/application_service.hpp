// SPDX-License-Identifier: Apache-2.0
// APCI, ten bits at the front of an APDU: which service of the application layer it asks for.
// Source: xknx/telegram/apci.py of XKNX/xknx.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace knx {

struct ApplicationService {
    std::string_view name;    // "GroupValueWrite"
    std::uint8_t small_mask;  // bits of the APCI's second octet that carry a value; 0 is none
};

// The service of a ten-bit APCI; nothing for one that no service has.
[[nodiscard]] std::optional<ApplicationService> find_application_service(std::uint16_t apci);

}  // namespace knx
