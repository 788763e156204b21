// SPDX-License-Identifier: Apache-2.0
// BrokerPlugin: the lifecycle of the MQTT broker plugin.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "busbar/plugin.hpp"
#include "mqtt-broker/bridge.hpp"
#include "mqtt-broker/bridge/clients.hpp"
#include "mqtt-broker/broker.hpp"
#include "mqtt-broker/certificates.hpp"
#include "mqtt-broker/protocol/throttle.hpp"

namespace mqtt_broker {

class BrokerPlugin final : public busbar::Plugin {
 public:
    explicit BrokerPlugin(busbar::Context context);
    // `gate`: path of the gate's shared object, empty for none.
    BrokerPlugin(busbar::Context context, std::string gate);

 private:
    void on_start() override;
    void on_item(const std::string& collection, const busbar::v1::Item& item) override;
    void on_item_removed(const std::string& collection, const std::string& item_id) override;
    void on_items_committed() override;
    void on_check(const busbar::v1::CheckItems& items,
                  std::vector<busbar::v1::Problem>& problems) override;
    void on_action(const busbar::v1::ActionRequest& action) override;
    void on_service_request(const busbar::v1::ServiceRequest& request) override;
    void on_service_offered(const busbar::v1::ServiceOffered& service) override;
    void on_service_withdrawn(const std::string& name) override;
    void on_service_result(const busbar::v1::ServiceResult& result) override;
    void on_stop(std::chrono::milliseconds timeout) override;

    void start(Broker::Done done);
    void apply(Broker::Done done);
    [[nodiscard]] busbar::Result<Setup> setup();
    [[nodiscard]] busbar::Result<Certificate> certificate();
    void look_at_certificate_tomorrow();
    void on_broker_change();
    void on_broker_log(const LogLine& line, std::string_view text);
    void on_gate(const GateMessage& message);
    void on_refused(const LoginRefused& login);
    void disconnect(const busbar::v1::ActionRequest& action);
    [[nodiscard]] bool check_password(const std::string& username,
                                      const std::string& password) const;
    void ask_topics();
    void apply_topics();
    void tell_status();
    void tell_service();
    void tell_clients_soon();
    void tell_clients();
    [[nodiscard]] busbar::v1::StatusChanged status();

    Bridge bridge_;
    std::string gate_;
    std::unique_ptr<Broker> broker_;  // none when its directory could not be made
    bool settings_known_ = false;
    bool stopping_ = false;
    std::string service_;             // description as last told, serialized
    busbar::v1::StatusChanged told_;  // the status as last told
    std::optional<Certificates> certificates_;
    std::string certificate_fault_;  // why it is ours and not the one of the settings
    std::string setup_fault_;        // why the last setup could not be made
    busbar::Timer certificate_timer_;
    busbar::Timer figures_;
    Clients clients_;
    GateFigures gate_figures_;
    std::map<std::string, std::string> refusals_;    // the last one, by user name
    std::map<std::string, std::string> users_told_;  // statuses as last told, by item id
    busbar::Timer clients_timer_;
    bool client_there_ = false;              // the MQTT client, which knows topics
    std::optional<std::uint64_t> question_;  // of topics, under way
    busbar::Timer question_timer_;           // asks again what failed
    Throttle questions_{10};                 // as the service promises
    Throttle complaints_{5};
    Throttle lines_{50};
};

}  // namespace mqtt_broker
