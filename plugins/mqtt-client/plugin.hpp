// SPDX-License-Identifier: Apache-2.0
// The plugin: hands settings, actions and the bus's messages to the bridge.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "bridge/bridge.hpp"
#include "bridge/probe.hpp"
#include "busbar/plugin.hpp"

namespace mqtt_client {

class Plugin final : public busbar::Plugin, private Bus {
 public:
    // Connects with the library that a connection's settings name.
    explicit Plugin(busbar::Context context);
    // Connects with what the test gives.
    Plugin(busbar::Context context, TransportFactory make_transport, ReachFactory make_reach);

 private:
    using Item = busbar::v1::Item;

    // busbar::Plugin
    void on_start() override;
    void on_item(const std::string& collection, const Item& item) override;
    void on_item_removed(const std::string& collection, const std::string& item_id) override;
    void on_items_committed() override;
    void on_check(const busbar::v1::CheckItems& check,
                  std::vector<busbar::v1::Problem>& problems) override;
    void on_action(const busbar::v1::ActionRequest& action) override;
    void on_object(const busbar::v1::Object& object) override { bridge_->on_object(object); }
    void on_object_removed(busbar::Handle object) override { bridge_->on_object_removed(object); }
    void on_state(const busbar::v1::StateChanged& state) override { bridge_->on_state(state); }
    void on_catalogue_complete() override { bridge_->on_catalogue_complete(); }
    void on_gap(const busbar::v1::Gap& gap) override { bridge_->on_gap(gap); }
    void on_command_result(const busbar::v1::CommandResult& result) override {
        bridge_->on_command_result(result);
    }
    void on_service_offered(const busbar::v1::ServiceOffered& service) override;
    void on_service_withdrawn(const std::string& name) override;
    void on_service_request(const busbar::v1::ServiceRequest& request) override;
    void on_service_result(const busbar::v1::ServiceResult& result) override;
    void on_stop(std::chrono::milliseconds timeout) override;

    // Bus
    std::uint64_t send_command(busbar::Handle object, const Value& value,
                               std::string_view tag) override;
    std::size_t add_subscriptions(const std::vector<std::string>& object_ids) override;
    std::size_t subscribe_all() override {
        busbar::Plugin::subscribe_all();
        return 1;
    }
    void drop_subscriptions(const std::vector<std::string>& object_ids) override;
    void show_status(busbar::v1::StatusChanged status) override;
    void topics_changed() override;
    void note(std::string_view text) override { log_debug(text); }
    void warn(std::string_view text) override { log_warning(text); }

    // What to do with an action once the password is known to be right, or cannot be asked for.
    using Go = std::function<void()>;
    void check_password(std::uint64_t action, const Connection& connection, Go go);
    void tell_service();
    void start(std::uint64_t action, const std::string& id);
    void stop(std::uint64_t action, Connection& connection);
    void test(std::uint64_t action, const std::string& id);

    TransportFactory make_transport_;
    ReachFactory make_reach_;
    std::unique_ptr<Bridge> bridge_;         // from on_start() on
    std::vector<Item> changed_connections_;  // until they are committed
    struct Question {
        std::uint64_t action;
        Go go;
    };
    std::map<std::uint64_t, Question> questions_;             // by service request
    std::map<std::uint64_t, std::unique_ptr<Probe>> probes_;  // by action
    std::optional<std::string> service_;                      // as last told, serialized
    busbar::Timer service_timer_;                             // holds it back
    // The topics that somebody reads page by page.
    struct Listed {
        std::string connection;
        UsedTopics topics;
    };
    std::optional<Listed> listed_;
};

}  // namespace mqtt_client
