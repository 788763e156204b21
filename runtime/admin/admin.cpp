// SPDX-License-Identifier: Apache-2.0
// Admin: wiring, start and stop.
#include "admin/admin.hpp"

#include <pthread.h>

#include <boost/asio/post.hpp>

#include "admin/item_actions.hpp"
#include "admin/items.hpp"
#include "admin/logs.hpp"
#include "admin/object_records.hpp"
#include "admin/plugins.hpp"
#include "admin/project.hpp"
#include "admin/runtime_status.hpp"
#include "admin/status_json.hpp"

namespace busbar {

Admin::Admin(const AdminEnvironment& environment)
    : environment_(environment),
      crossing_(environment.runtime_loop, context_),
      router_(crossing_) {}

Result<std::unique_ptr<Admin>> Admin::open(const AdminEnvironment& environment,
                                           const std::filesystem::path& socket) {
    std::unique_ptr<Admin> admin(new Admin(environment));
    admin->seat_ = BUSBAR_TRY(BusSeat::join(environment.bus, admin->context_));
    admin->events_ = std::make_unique<Events>(admin->context_, *admin->seat_, environment.log);
    admin->objects_ = std::make_unique<Objects>(environment.bus, *admin->seat_);
    admin->listener_ = BUSBAR_TRY(Listener::open(admin->context_, admin->router_, socket));
    admin->add_routes();
    admin->seat_->start(
        [events = admin->events_.get()](const FrameReader::Part& part) { events->heard(part); });
    admin->listener_->start();
    try {
        admin->thread_ = std::thread([admin = admin.get()] { admin->run(); });
    } catch (const std::system_error& error) {
        return fail(ErrorCode::Unavailable, std::string("no thread: ") + error.what());
    }
    environment.log.logger("admin")->info("listening socket={}", socket.string());
    return admin;
}

Admin::~Admin() { stop(); }

void Admin::add_routes() {
    events_->add_routes(router_);
    events_->when_watched([this](const std::string& plugin, bool watched) {
        crossing_.to_runtime([&plugins = environment_.plugins, plugin, watched] {
            if (auto* instance = plugins.find(plugin)) instance->watch(watched);
        });
    });
    objects_->add_routes(router_);
    add_object_record_routes(router_, environment_);
    add_plugin_routes(router_, environment_);
    add_item_routes(router_, environment_);
    add_item_action_routes(router_, environment_);
    add_project_routes(router_, environment_);
    add_log_routes(router_, environment_.log);
    add_status_routes(router_, environment_, environment_.clock.now());
}

void Admin::run() {
    (void)::pthread_setname_np(::pthread_self(), "busbar-admin");
    for (;;) {
        try {
            context_.run();  // returns when stop() has taken away what it waits for
            return;
        } catch (const std::exception& error) {  // a library's: the request is lost, we are not
            environment_.log.logger("admin")->error("request failed reason=\"{}\"", error.what());
        }
    }
}

void Admin::stop() {
    crossing_.close();
    if (!thread_.joinable()) return;
    boost::asio::post(context_, [this] {
        events_->stop();
        listener_->stop();
        seat_->stop();
    });
    thread_.join();
}

void Admin::status_changed(const std::string& plugin, const v1::StatusChanged& status) {
    auto json = write_status(status);
    json["plugin"] = plugin;
    crossing_.to_admin([this, json = std::move(json)] { events_->status_changed(json); });
}

void Admin::monitor_record(const std::string& plugin, std::string record, std::uint64_t missed) {
    missed += std::exchange(records_missed_[plugin], 0);
    if (records_under_way_ >= kRecordsMax) {
        records_missed_[plugin] = missed + 1;
        return;
    }
    ++records_under_way_;
    crossing_.to_admin([this, plugin, record = std::move(record), missed] {
        --records_under_way_;
        events_->monitor_record(plugin, record, missed);
    });
}

void Admin::plugin_changed(const std::string& plugin) {
    const auto* instance = environment_.plugins.find(plugin);
    if (instance == nullptr) return;  // told while it is made: there is nobody who knows it yet
    crossing_.to_admin(
        [this, json = write_plugin_state(*instance)] { events_->plugin_changed(json); });
}

}  // namespace busbar
