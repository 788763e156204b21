// SPDX-License-Identifier: Apache-2.0
// Telegram: what one device tells a group of others; group communication without its wrapping.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "busbar/octets.hpp"
#include "busbar/result.hpp"
#include "knx/protocol/address.hpp"
#include "knx/protocol/knxip/octets.hpp"

namespace knx {

// The value of a telegram as it travels: nothing (a read), up to six bits that share an octet with
// the service, or 1 to kSizeMax octets of their own. The datapoint type's size decides between the
// latter two, never the value. Up to kInline octets need no heap: that is every type of fixed size
// but a few.
class Payload {
 public:
    static constexpr std::size_t kSizeMax = 253;  // what an extended frame leaves for it
    static constexpr std::size_t kInline = 14;    // DPT 16, the longest of the common types
    static constexpr std::uint8_t kSmallMax = 0x3f;

    Payload() = default;
    // Only the low six bits of `value` are taken.
    [[nodiscard]] static Payload small(std::uint8_t value);
    // Fails with OutOfRange unless there are 1 to kSizeMax octets.
    [[nodiscard]] static busbar::Result<Payload> octets(ByteSpan octets);

    [[nodiscard]] bool empty() const { return size_ == 0; }
    [[nodiscard]] bool is_small() const { return small_; }
    // What a datapoint type decodes: its octets, or one octet with the small value. Valid as long
    // as this payload is neither changed nor moved.
    [[nodiscard]] ByteSpan octets() const;

    friend bool operator==(const Payload& left, const Payload& right);

 private:
    bool small_ = false;
    std::uint8_t size_ = 0;
    std::array<std::uint8_t, kInline> inline_{};
    busbar::Octets long_;  // instead of inline_ when size_ is beyond kInline
};

enum class GroupService : std::uint8_t {
    Read,      // asks for the value; empty payload
    Response,  // answers a read; counts like a write for whoever listens
    Write,
    Secured,  // Data Secure: the payload is the sealed APDU, from its control field on
};

// On the line a lower one waits for a higher one.
enum class Priority : std::uint8_t { System = 0, Normal = 1, Urgent = 2, Low = 3 };

struct Telegram {
    IndividualAddress source;
    GroupAddress destination;
    GroupService service = GroupService::Write;
    Priority priority = Priority::Low;
    Payload payload;

    // Its payload is the group's value: a write or a response.
    [[nodiscard]] bool says_value() const {
        return service == GroupService::Write || service == GroupService::Response;
    }

    friend bool operator==(const Telegram&, const Telegram&) = default;
};

}  // namespace knx
