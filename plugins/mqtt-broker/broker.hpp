// SPDX-License-Identifier: Apache-2.0
// Broker: a broker with a setup in effect. The seam: that it is told by the gate or by files and
// SIGHUP, and what must be restarted for it, is known to nobody above.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "busbar/loop.hpp"
#include "busbar/result.hpp"
#include "mqtt-broker/mosquitto.hpp"

namespace mqtt_broker {

// Belongs to the loop's thread. The broker is gone when this object is.
class Broker {
 public:
    // Told once, in a turn of its own.
    using Done = std::function<void(const busbar::Status&)>;
    struct Handlers {
        std::function<void()> on_change;  // of anything below; in a turn of its own
        std::function<void(const LogLine&, std::string_view line)> on_log;
        std::function<void(const GateMessage&)> on_gate;  // of clients
    };

    // See Mosquitto::open().
    [[nodiscard]] static busbar::Result<std::unique_ptr<Broker>> open(
        busbar::Loop& loop, const std::string& state_directory, std::string gate,
        Handlers handlers);
    Broker(const Broker&) = delete;
    Broker& operator=(const Broker&) = delete;

    // Told when it runs, or why it does not; in the second case it is tried again with back-off
    // until stop().
    void start(Done done);
    // Told when it is gone, within about a second.
    void stop(Done done);
    // Makes a setup the one in effect, live where possible, else with a restart. When the broker
    // refuses it, the one before is put back, then the reason is told. While it does not run, the
    // next start takes the setup. Of several calls in a row only the last one's is carried out.
    void apply(Setup setup, Done done);

    // See Mosquitto::disconnect().
    [[nodiscard]] busbar::Status disconnect(std::uint64_t client) {
        return mosquitto_->disconnect(client);
    }

    [[nodiscard]] Supervisor::State state() const { return mosquitto_->supervisor().state(); }
    // Details of the state, see Supervisor.
    [[nodiscard]] const Supervisor& supervisor() const { return mosquitto_->supervisor(); }
    [[nodiscard]] const Figures& figures() const { return mosquitto_->figures(); }
    [[nodiscard]] const Rates& rates() const { return mosquitto_->rates(); }
    // See Mosquitto::gate_fault().
    [[nodiscard]] const std::string& gate_fault() const { return mosquitto_->gate_fault(); }
    // The setup in effect; while the broker does not run, that of its next start.
    [[nodiscard]] const Setup& setup() const { return change_ ? change_->previous : setup_; }

 private:
    // On its way to be in effect: setup_.
    struct Change {
        Setup previous;
        std::vector<Done> done;
        bool by_reload = false;                  // else by a start
        std::optional<busbar::Status> reloaded;  // the answer
        std::optional<std::string> refusal;      // set: `previous` is being put back
    };
    struct Asked {
        Setup setup;
        std::vector<Done> done;
    };

    Broker(busbar::Loop& loop, Handlers handlers);
    void settle_soon();
    void settle();
    void settle_change();
    void settle_waiting();
    void begin_asked();
    void bring_into_effect(bool restart);
    void refuse_change(std::string reason);
    void end_change();

    std::unique_ptr<Mosquitto> mosquitto_;
    Handlers handlers_;
    Setup setup_;
    std::optional<Change> change_;
    std::optional<Asked> asked_;
    std::vector<Done> starting_;
    std::vector<Done> stopping_;
    busbar::Timer settling_;
};

}  // namespace mqtt_broker
