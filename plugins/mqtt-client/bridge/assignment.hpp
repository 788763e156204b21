// SPDX-License-Identifier: Apache-2.0
// Assignment and ObjectRecord: what the bridge keeps of each, small enough for tens of thousands.
#pragma once

#include <boost/container/deque.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "bridge/settings.hpp"
#include "bridge/watchlist.hpp"
#include "busbar/octets.hpp"
#include "busbar/plugin.hpp"
#include "busbar/slot_index.hpp"
#include "protocol/anti_echo.hpp"
#include "protocol/origin_tag.hpp"
#include "protocol/payload.hpp"
#include "protocol/report_queue.hpp"

namespace mqtt_client {

// No slot: the end of a chain, or a place not taken.
constexpr std::uint32_t kNoSlot = busbar::SlotIndex::kNone;

// A table that grows: nothing in it moves, and no memory is left behind. A page of std::deque has
// room for three of our assignments only, and so wastes a tenth.
template <class T>
using Table =
    boost::container::deque<T, void,
                            boost::container::deque_options_t<boost::container::block_bytes<4096>>>;

// The item's id and the topics, in one piece of memory. An empty topic is none.
class AssignmentTexts {
 public:
    AssignmentTexts() = default;
    AssignmentTexts(std::string_view id, std::string_view command_topic,
                    std::string_view report_topic)
        : id_end_(static_cast<std::uint32_t>(id.size())),
          command_end_(static_cast<std::uint32_t>(id.size() + command_topic.size())),
          all_(std::string(id).append(command_topic).append(report_topic)) {}

    [[nodiscard]] std::string_view id() const { return all_.view().substr(0, id_end_); }
    [[nodiscard]] std::string_view command_topic() const {
        return all_.view().substr(id_end_, command_end_ - id_end_);
    }
    [[nodiscard]] std::string_view report_topic() const { return all_.view().substr(command_end_); }

 private:
    std::uint32_t id_end_ = 0;
    std::uint32_t command_end_ = 0;
    busbar::Octets all_;
};

// An object on a connection. Slots refer to the bridge's tables. In an order, and with bits, that
// leave no gaps.
struct Assignment {
    AssignmentTexts texts;
    std::uint32_t generation = 0;  // 0: the slot is free
    std::uint32_t connection = kNoSlot;
    std::uint32_t object = kNoSlot;
    std::uint32_t next_of_object = kNoSlot;
    std::uint64_t newest_report = 0;  // the queue's note
    double tolerance = 0;             // 0: from the object's type
    std::uint8_t on_retained = messages::RETAINED_COMMANDS_UNSPECIFIED;  // one of these
    Origin origin = Origin::Local;    // of the object's state, as this assignment sees it
    bool owed : 1 = false;            // a local change that was not reported
    bool sync : 1 = false;            // the mode
    bool same_topic : 1 = false;      // commands come on the topic of the reports
    bool formatted : 1 = false;       // the bridge has a Format for it
    bool by_rule : 1 = false;         // a rule made it: no item, and no subscription of its own
    std::optional<std::uint8_t> qos;  // else the connection's
    std::optional<bool> retain;
    Traffic traffic;
    AntiEcho echo;
};

// Of an object that goes over MQTT 5.
struct ObjectTags {
    OriginTag newest;    // of all that was wished or happened
    OriginTag of_state;  // of what the object is
};

// An object that is assigned, whether the bus knows it or not.
struct ObjectRecord {
    busbar::Octets id;
    busbar::Handle handle = 0;  // 0: not there
    Kind kind = Kind::Any;
    bool is_virtual = false;
    bool commandable = false;
    bool readable = false;
    bool occurrence = false;  // OBJECT_KIND_EVENT
    bool subscribed = false;
    std::uint32_t type = 0;  // number in ObjectTypes
    Value state;             // empty: not known
    std::uint64_t sequence = 0;
    std::uint32_t epoch = 0;
    std::uint32_t first_assignment = kNoSlot;
    std::unique_ptr<ObjectTags> tags;
};

}  // namespace mqtt_client
