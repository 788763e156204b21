// SPDX-License-Identifier: Apache-2.0
// BrokerPlugin: the lifecycle of the MQTT broker plugin.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "busbar/plugin.hpp"
#include "mqtt-broker/bridge.hpp"
#include "mqtt-broker/broker.hpp"
#include "mqtt-broker/protocol/throttle.hpp"

namespace mqtt_broker {

class BrokerPlugin final : public busbar::Plugin {
 public:
    explicit BrokerPlugin(busbar::Context context);

 private:
    void on_start() override;
    void on_item(const std::string& collection, const busbar::v1::Item& item) override;
    void on_item_removed(const std::string& collection, const std::string& item_id) override;
    void on_items_committed() override;
    void on_check(const busbar::v1::CheckItems& items,
                  std::vector<busbar::v1::Problem>& problems) override;
    void on_action(const busbar::v1::ActionRequest& action) override;
    void on_service_request(const busbar::v1::ServiceRequest& request) override;
    void on_stop(std::chrono::milliseconds timeout) override;

    void start(Broker::Done done);
    void apply(Broker::Done done);
    void on_broker_change();
    void on_broker_log(const LogLine& line, std::string_view text);
    [[nodiscard]] bool check_password(const std::string& username,
                                      const std::string& password) const;
    void tell_status();
    void tell_service();

    Bridge bridge_;
    std::unique_ptr<Broker> broker_;  // none when its directory could not be made
    bool settings_known_ = false;
    bool stopping_ = false;
    std::string service_;             // description as last told, serialized
    busbar::v1::StatusChanged told_;  // the status as last told
    busbar::Timer figures_;
    Throttle questions_{10};  // as the service promises
    Throttle complaints_{5};
    Throttle lines_{50};
};

}  // namespace mqtt_broker
