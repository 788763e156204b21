// SPDX-License-Identifier: Apache-2.0
// Events: what happens, told to everybody who listens at /api/v1/events.
//
// A stream begins with the event "resync": what the client fetches after it is at least as new as
// what the stream told before, so fetching then loses nothing. States of before are not told.
// Subscribed to the bus only while somebody wants states.
// Thread: the admin thread.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "admin/bus_seat.hpp"
#include "admin/event_queue.hpp"
#include "admin/router.hpp"
#include "base/log.hpp"

namespace busbar {

class Events {
 public:
    // Both outlive us.
    Events(boost::asio::io_context& context, BusSeat& seat, const Log& log);
    Events(const Events&) = delete;
    Events& operator=(const Events&) = delete;

    // GET events?kinds=states,status,plugins,log,monitor&plugin=knx
    void add_routes(Router& router);
    // From the bus.
    void heard(const FrameReader::Part& part);
    // Of plugins; `data` goes out as it is.
    void status_changed(const Json& data);
    void plugin_changed(const Json& data);
    // A v1::MonitorRecord, serialized; `missed` were lost before it came here.
    void monitor_record(const std::string& plugin, const std::string& record, std::uint64_t missed);
    // `watched` is called when the first one wants the monitor records of a plugin, and when the
    // last one has left.
    using Watched = std::function<void(const std::string& plugin, bool watched)>;
    void when_watched(Watched watched) { tell_watched_ = std::move(watched); }
    // Ends all streams; the context has nothing to wait for here.
    void stop();

 private:
    enum class Catalogue : std::uint8_t { None, Coming, Complete };
    using Wants = bool EventKinds::*;

    void open(const ApiRequest& request, const Reply& reply);
    void on_appeared(const FrameReader::Part& part);
    void on_removed(const FrameReader::Part& part);
    void on_state(const FrameReader::Part& part);
    void on_gap(const FrameReader::Part& part);
    void on_complete();
    void publish(Wants wants, const std::string& type, const Json& data);
    void greet(EventQueue& queue);
    [[nodiscard]] bool anybody(Wants wants) const;
    void tick();
    void publish_log();
    void forget_closed();
    void look_who_watches();

    BusSeat& seat_;
    const Log& log_;
    boost::asio::steady_timer timer_;
    bool ticking_ = false;
    std::vector<std::shared_ptr<EventQueue>> queues_;   // shared with the connections
    std::vector<std::shared_ptr<EventQueue>> waiting_;  // those that are not greeted yet
    Watched tell_watched_;
    std::set<std::string> watched_;  // plugins whose monitor records somebody wants
    Catalogue catalogue_ = Catalogue::None;
    std::unordered_map<Handle, std::string> ids_;  // of the objects, while subscribed
    Handle fresh_ = 0;  // just met for the first time: its state is told by the catalogue
    std::uint64_t last_event_ = 0;
    std::uint64_t last_log_line_ = 0;
    v1::StateChanged state_;  // reused: it keeps its memory
};

}  // namespace busbar
