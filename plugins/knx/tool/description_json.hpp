// SPDX-License-Identifier: Apache-2.0
// Who is at the other end, as JSON: endpoints, descriptions, search parameters.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "knx/protocol/knxip/device_description.hpp"
#include "knx/protocol/knxip/hpai.hpp"
#include "knx/protocol/knxip/search.hpp"

namespace knx {

// "192.168.1.10:3671", with "/tcp" behind it on TCP.
[[nodiscard]] nlohmann::json endpoint_json(const Hpai& hpai);
[[nodiscard]] nlohmann::json description_json(const DeviceDescription& description);
[[nodiscard]] nlohmann::json parameters_json(const std::vector<SearchParameter>& parameters);

}  // namespace knx
