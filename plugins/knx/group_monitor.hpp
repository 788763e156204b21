// SPDX-License-Identifier: Apache-2.0
// GroupMonitor: what passes on the lines, as records for who watches. Sees telegrams before the
// bridge does, changes nothing, and costs nothing while nobody watches.
//
// Columns of a record, in this order; those that say nothing are left out:
//   direction    "in" from the line, "out" from us, once the line has taken it
//   interface    its id
//   source       individual address; of ours the one the interface has given us
//   destination  group address, in the project's style
//   service      "read", "response", "write" or "secured"
//   raw          the payload as hex digits, two for a value that shares an octet with the service
//   type         datapoint type of the object, "9.001"
//   value        what the payload says by that type; absent when it does not fit
//   text         the same for people, "21 °C", or why it does not fit
//   object       ids of the objects that know the address, ", " between them
#pragma once

#include <functional>
#include <map>
#include <span>

#include "busbar/v1/bus.pb.h"
#include "knx/bridge/bridge.hpp"
#include "knx/bridge/group_table.hpp"
#include "knx/bridge/interface.hpp"

namespace knx {

// Belongs to the plugin's thread.
class GroupMonitor {
 public:
    using Tell = std::function<void(busbar::v1::MonitorRecord)>;

    // `bridge` outlives the monitor; `tell` gets every record while it is watched.
    GroupMonitor(const Bridge& bridge, Tell tell) : bridge_(bridge), tell_(std::move(tell)) {}
    GroupMonitor(const GroupMonitor&) = delete;
    GroupMonitor& operator=(const GroupMonitor&) = delete;

    void watch(bool watched);
    [[nodiscard]] bool watched() const { return watched_; }
    void set_style(GroupStyle style) { style_ = style; }
    // Objects or interfaces are others now.
    void objects_changed() { objects_.clear(); }

    // Only while watched.
    void heard(const Interface& interface, std::span<const TunnelEvent> events);
    void sent(const Interface& interface, const Telegram& telegram);

 private:
    void passed(std::string_view direction, const Interface& interface, const Telegram& telegram,
                IndividualAddress source);
    void add_meaning(const Interface& interface, const Telegram& telegram,
                     busbar::v1::MonitorRecord& record);
    const GroupTable& objects_of(const Interface& interface);

    const Bridge& bridge_;
    const Tell tell_;
    GroupStyle style_ = GroupStyle::ThreeLevel;
    bool watched_ = false;
    // Who knows an address, commanded ones too; made when it is first asked for.
    std::map<const Interface*, GroupTable> objects_;
};

}  // namespace knx
