// SPDX-License-Identifier: Apache-2.0
// Fuzzes commands: whatever arrives, a value that is taken prints and reads back as itself.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "mqtt-client/protocol/payload.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mqtt_client;
    if (size == 0) return 0;
    const auto kind = static_cast<Kind>(data[0] % 7);
    const std::string_view payload(reinterpret_cast<const char*>(data) + 1, size - 1);
    const auto value = decode(payload, kind);
    if (!value) return 0;
    std::string printed;
    if (!encode(*value, printed)) std::abort();
    const auto again = decode(printed, kind);
    if (!again || !(*again == *value)) std::abort();
    return 0;
}
