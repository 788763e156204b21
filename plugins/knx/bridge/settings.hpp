// SPDX-License-Identifier: Apache-2.0
// Settings items, read: from what the user typed to what the bridge works with.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "busbar/knx/v1/settings.pb.h"
#include "busbar/octets.hpp"
#include "busbar/v1/bus.pb.h"
#include "knx/protocol/address.hpp"
#include "knx/protocol/dpt/dpt.hpp"

namespace knx {

namespace settings = busbar::knx::v1;

using Problems = std::vector<busbar::v1::Problem>;

// Appends an error about one field of an item; a warning with `is_warning`.
busbar::v1::Problem& add_problem(Problems& problems, const std::string& item_id,
                                 std::string_view field, std::string_view code,
                                 std::string message);

// An item of `objects`. Without any address but `command` that one carries the state as well.
struct GroupObject {
    using Minutes = std::chrono::duration<std::uint32_t, std::ratio<60>>;

    std::string id;            // of the object
    busbar::Octets interface;  // empty: the only one
    const Dpt* dpt = nullptr;
    GroupAddress command;                 // 0/0/0: takes no commands
    GroupAddress status;                  // 0/0/0: none
    std::vector<GroupAddress> listening;  // without repetitions and the state address
    bool never_read = false;
    bool read_at_start = false;  // and after each reconnect
    bool answers_reads = false;  // for the state address
    Minutes expiry{0};           // of a state that is not heard again; 0: never

    [[nodiscard]] bool commandable() const { return !command.broadcast(); }
    // Its state is what devices report, not what was confirmed.
    [[nodiscard]] bool reports() const { return !status.broadcast(); }
    // Where its state is heard, besides `listening`; 0/0/0 for nowhere.
    [[nodiscard]] GroupAddress state_address() const { return reports() ? status : command; }
    // There is somebody to ask.
    [[nodiscard]] bool can_be_read() const { return !state_address().broadcast() && !never_read; }

    friend bool operator==(const GroupObject&, const GroupObject&) = default;
};

// Reads an item; on errors nothing, and each is in `problems`.
// Codes: bad_address, unknown_datapoint_type, no_address, too_many_addresses, answers_itself.
[[nodiscard]] std::optional<GroupObject> read_object(const std::string& item_id,
                                                     const settings::GroupObject& item,
                                                     Problems& problems);

// Appends what is wrong with an item of `interfaces`. Codes: host_required, bad_host, bad_address,
// bad_multicast_address.
void check_interface(const std::string& item_id, const settings::Interface& item,
                     Problems& problems);

// An item of `simulated_sensors`.
struct SimulatedSensor {
    std::string interface;  // empty: the only one
    GroupAddress address;
    const Dpt* dpt = nullptr;
    double from = 0;
    double to = 0;
    double period_s = 0;

    friend bool operator==(const SimulatedSensor&, const SimulatedSensor&) = default;
};

// Codes: bad_address, unknown_datapoint_type, not_a_number, bad_range.
[[nodiscard]] std::optional<SimulatedSensor> read_sensor(const std::string& item_id,
                                                         const settings::SimulatedSensor& item,
                                                         Problems& problems);

[[nodiscard]] GroupStyle group_style(const settings::General& general);

}  // namespace knx
