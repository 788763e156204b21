// SPDX-License-Identifier: Apache-2.0
// Fuzz target: any octets as a cEMI message; what is a telegram must survive being written.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "knx/protocol/cemi.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto message = knx::decode_ldata({data, size});
    if (!message) return 0;
    const auto telegram = knx::telegram_of(*message);
    if (!telegram) return 0;
    knx::ByteBuffer out;
    knx::encode_telegram(message->code, *telegram, out);
    const auto again = knx::decode_ldata(out);
    if (!again || knx::telegram_of(*again) != telegram) std::abort();
    return 0;
}
