// SPDX-License-Identifier: Apache-2.0
// Admin: the door for people: the HTTP API on a Unix socket. docs/api.md describes it.
//
//   Listener ─► Connection ─► Router ─┬─► resources on the admin thread: objects, events, logs
//                                     └─► Crossing ─► resources on the runtime loop: the rest
//
// Thread: has one of its own; every function here is called on the runtime loop.
#pragma once

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <thread>

#include "admin/bus_seat.hpp"
#include "admin/crossing.hpp"
#include "admin/environment.hpp"
#include "admin/events.hpp"
#include "admin/listener.hpp"
#include "admin/objects.hpp"
#include "admin/router.hpp"

namespace busbar {

class Admin {
 public:
    // Listens at `socket` and starts its thread. Fails as Listener::open() and Bus::join() do.
    [[nodiscard]] static Result<std::unique_ptr<Admin>> open(const AdminEnvironment& environment,
                                                             const std::filesystem::path& socket);
    Admin(const Admin&) = delete;
    Admin& operator=(const Admin&) = delete;
    // Stops.
    ~Admin();

    // Hangs up on everybody, leaves the bus and joins the thread; answers under way are not given.
    // Before the plugins, the configuration and the bus go. Harmless when repeated. Also allowed
    // when the runtime loop runs no more.
    void stop();

    // What plugins say; told to everybody who listens to events.
    void status_changed(const std::string& plugin, const v1::StatusChanged& status);
    void plugin_changed(const std::string& plugin);
    // A v1::MonitorRecord, serialized, for who watches that plugin; `missed` were lost before it.
    void monitor_record(const std::string& plugin, std::string record, std::uint64_t missed);

 private:
    explicit Admin(const AdminEnvironment& environment);
    void add_routes();
    void run();

    static constexpr std::size_t kRecordsMax = 4'096;  // on their way to the admin thread

    AdminEnvironment environment_;
    std::atomic<std::size_t> records_under_way_ = 0;
    std::map<std::string, std::uint64_t> records_missed_;  // by plugin; not told yet
    boost::asio::io_context context_{1};
    Crossing crossing_;
    Router router_;
    std::unique_ptr<BusSeat> seat_;
    std::unique_ptr<Events> events_;
    std::unique_ptr<Objects> objects_;
    std::unique_ptr<Listener> listener_;
    std::thread thread_;
};

}  // namespace busbar
