// SPDX-License-Identifier: Apache-2.0
// OriginReader: whose change a message is, out of the user properties of MQTT 5.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "io/transport.hpp"

namespace mqtt_client {

inline constexpr const char* kOriginServer = "busbar-o";
inline constexpr const char* kOriginCount = "busbar-l";

class OriginReader {
 public:
    void add(std::string_view name, std::string_view value);
    // No server unless both were there and readable. Valid while this is.
    [[nodiscard]] OriginProperties origin() const;

 private:
    std::string server_;
    std::uint64_t count_ = 0;
    bool counted_ = false;
};

}  // namespace mqtt_client
