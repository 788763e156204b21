// SPDX-License-Identifier: Apache-2.0
// Bridge: objects of the bus on one side, group addresses of KNX lines on the other.
//
// - An object with a status address has the state its device reports: writes and responses on the
//   status and the listening addresses. Without one its state is what was written to its command
//   address, by us (once confirmed) or by others, and what is said on its listening addresses.
// - A payload that does not fit the type is counted and changes nothing. Reads of others are
//   answered by objects that are to.
// - A command is confirmed by the line's positive confirmation. Its cause goes with the state that
//   it leads to: at once, or with the equal report of the device (see AwaitedStates).
// - In a backlog a newer command takes the place of an older one, unless every one counts.
// - While an interface is not connected its objects' states are stale and commands are refused.
// - States are read when the interface is connected, and when they are too old. What is sent is
//   paced: answers to reads first, then commands, then reads.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "busbar/loop.hpp"
#include "knx/bridge/bus_port.hpp"
#include "knx/bridge/interface.hpp"
#include "knx/bridge/object_table.hpp"
#include "knx/bridge/settings.hpp"

namespace knx {

// Belongs to the plugin's thread.
class Bridge {
 public:
    // How often the figures of an interface are told at most.
    static constexpr std::chrono::seconds kReportInterval{1};
    // How often the log names a refused payload at most.
    static constexpr std::chrono::seconds kWarningInterval{10};
    // How exactly states expire.
    static constexpr std::chrono::seconds kExpiryInterval{10};

    // Both outlive the bridge.
    Bridge(busbar::Loop& loop, BusPort& bus);

    // ── settings; take effect with commit() ─────────────────────────────────────────────────────
    void set_style(GroupStyle style) { style_ = style; }
    // What cannot be read is told in the item's status and is no object.
    void put_object(const std::string& item_id, const settings::GroupObject& item);
    void remove_object(const std::string& item_id);
    void commit();

    // ── interfaces; known from here on, without a line at first ─────────────────────────────────
    // Objects find it with the next commit(). One that is known gets new parameters; it must not be
    // connected then.
    Interface& put_interface(const std::string& id, Interface::Parameters parameters);
    // Its line must be gone.
    void remove_interface(const std::string& id);
    [[nodiscard]] Interface* find_interface(std::string_view id);
    // The one an item means: that of the id, or the only one when it is empty. nullptr: none.
    [[nodiscard]] Interface* resolve(std::string_view id);

    // ── what happens ────────────────────────────────────────────────────────────────────────────
    void on_command(const busbar::v1::Command& command);
    void on_line_events(Interface& interface, std::span<const TunnelEvent> events);
    void on_line_status(Interface& interface, const LineStatus& status);

    [[nodiscard]] const ObjectTable& objects() const { return objects_; }
    [[nodiscard]] std::size_t interface_count() const { return interfaces_.size(); }
    // Id of the interface that items without one mean; empty when there is none or several.
    [[nodiscard]] std::string only_interface() const {
        return interfaces_.size() == 1 ? interfaces_.begin()->first : std::string();
    }

 private:
    struct Change {
        std::string item_id;
        std::optional<GroupObject> group;  // none: removed
        std::string name;
        std::string room;
    };

    void change_object(Change& change);
    void add_object(Change& change);
    void remove_object(std::uint32_t number);
    void announce(std::uint32_t number, const Change& change);
    void forget_state(Object& object);
    void connect_objects();
    void tell_trouble(const std::string& item_id, const std::string& text);

    void heard(Interface& interface, const Telegram& telegram, const busbar::v1::Cause* cause);
    void change_state(Interface& interface, Object& object, const Telegram& telegram,
                      const busbar::v1::Cause* cause);
    void refuse_payload(Interface& interface, Object& object, const Telegram& telegram,
                        const std::string& reason);
    void mark_stale(Interface& interface);
    void mark_stale(Object& object);
    void asked(Interface& interface, GroupAddress address);
    void read_all(Interface& interface);
    void on_unanswered(Interface& interface, GroupAddress address);
    void expire_states();
    void check_expiry_later();

    void on_confirmed(Interface& interface, RequestId request);
    void on_failed(Interface& interface, const Failed& failed);
    // Sends what may be sent; call after whatever may change that.
    void send_waiting(Interface& interface);
    [[nodiscard]] bool send_answer(Interface& interface);
    [[nodiscard]] bool send_command(Interface& interface);
    [[nodiscard]] bool send_read(Interface& interface);
    [[nodiscard]] bool submit_other(Interface& interface, Telegram telegram, int telegrams);
    void wake_in_time();
    void refuse(std::uint64_t command_id, std::string_view reason);
    void refuse_waiting(Interface& interface);

    void figures_changed(Interface& interface);
    void report(Interface& interface);
    void report_due();

    busbar::Loop& loop_;
    BusPort& bus_;
    GroupStyle style_ = GroupStyle::ThreeLevel;
    std::deque<Change> changes_;  // a deque: gives its memory back when there are no more
    ObjectTable objects_;
    std::map<std::string, std::unique_ptr<Interface>, std::less<>> interfaces_;
    std::vector<std::uint64_t> expired_;  // commands, while sending
    busbar::Timer report_timer_;
    busbar::Timer expiry_timer_;
    busbar::Timer send_timer_;
    TimePoint send_at_ = TimePoint::max();  // what send_timer_ waits for
    std::optional<TimePoint> last_warning_;
    std::uint64_t warnings_held_back_ = 0;
};

}  // namespace knx
