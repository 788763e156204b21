// SPDX-License-Identifier: Apache-2.0
// ObjectTable: what the bridge remembers of its objects.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

#include "busbar/plugin.hpp"
#include "busbar/slot_index.hpp"
#include "knx/bridge/settings.hpp"
#include "knx/protocol/telegram.hpp"

namespace knx {

struct Interface;

struct Object {
    std::string item_id;
    GroupObject group;
    Interface* via = nullptr;  // nullptr: its interface is not known; set anew at every commit
    busbar::Handle handle = 0;
    busbar::v1::Quality quality = busbar::v1::QUALITY_UNKNOWN;
    std::uint32_t refused_payloads = 0;
    bool event = false;
    bool read_wanted = true;               // nobody has asked for its state yet
    bool expiring = false;                 // the state is too old, and asked for
    Payload last;                          // the state unless it is unknown
    busbar::Clock::time_point expires_at;  // of those whose states expire

    // Reads of that address by others.
    [[nodiscard]] bool answers(GroupAddress address) const {
        return group.answers_reads && group.state_address() == address &&
               quality != busbar::v1::QUALITY_UNKNOWN;
    }
};

// Objects by item, by object id and by handle; numbered from 0 without gaps, so that a telegram
// finds its object in an array. Ten thousand take about 3 MB. A number is valid until remove().
class ObjectTable {
 public:
    static constexpr std::uint32_t kNone = busbar::SlotIndex::kNone;

    [[nodiscard]] std::uint32_t find_item(std::string_view item_id) const;
    [[nodiscard]] std::uint32_t find_id(std::string_view object_id) const;
    [[nodiscard]] std::uint32_t find_handle(busbar::Handle handle) const;

    // The item and the object id are not in the table yet; the handle comes with set_handle().
    std::uint32_t add(std::string item_id, GroupObject group);
    void set_handle(std::uint32_t number, busbar::Handle handle);
    // The last object gets the number of the removed one.
    void remove(std::uint32_t number);

    [[nodiscard]] Object& operator[](std::uint32_t number) { return objects_[number]; }
    [[nodiscard]] const Object& operator[](std::uint32_t number) const { return objects_[number]; }
    [[nodiscard]] std::deque<Object>& all() { return objects_; }
    [[nodiscard]] const std::deque<Object>& all() const { return objects_; }

 private:
    void index(std::uint32_t number);
    void forget(std::uint32_t number);

    std::deque<Object> objects_;  // a deque: growing moves nothing, and leaves no memory behind
    busbar::SlotIndex by_item_;
    busbar::SlotIndex by_id_;
    busbar::SlotIndex by_handle_;
};

}  // namespace knx
