// SPDX-License-Identifier: Apache-2.0
// Latin-1 to UTF-8 and back.
#include "knx/protocol/knxip/latin1.hpp"

namespace knx {

std::string utf8_from_latin1(ByteSpan octets) {
    std::string text;
    for (const std::uint8_t octet : octets) {
        if (octet == 0) break;
        if (octet < 0x80) {
            text += static_cast<char>(octet);
        } else {
            text += static_cast<char>(0xc0 | octet >> 6);
            text += static_cast<char>(0x80 | (octet & 0x3f));
        }
    }
    return text;
}

void append_latin1_padded(std::string_view utf8, std::size_t size, ByteBuffer& out) {
    const std::size_t end = out.size() + size;
    for (std::size_t at = 0; at < utf8.size() && out.size() < end; ++at) {
        const auto octet = static_cast<std::uint8_t>(utf8[at]);
        if ((octet & 0xc0) == 0x80) continue;  // the tail of a character already written
        const bool two = (octet == 0xc2 || octet == 0xc3) && at + 1 < utf8.size();
        const auto next = two ? static_cast<std::uint8_t>(utf8[at + 1]) : std::uint8_t{0};
        if (octet < 0x80) {
            out.push_back(octet);
        } else if (two && (next & 0xc0) == 0x80) {
            out.push_back(static_cast<std::uint8_t>((octet & 0x03) << 6 | (next & 0x3f)));
        } else {
            out.push_back('?');
        }
    }
    out.resize(end, 0);
}

}  // namespace knx
