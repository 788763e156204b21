// SPDX-License-Identifier: Apache-2.0
// Mosquitto: the supervised process with all that belongs to it: files, readiness, log, its own
// sessions. Carries out what the supervisor says and tells it what happens.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "busbar/loop.hpp"
#include "busbar/result.hpp"
#include "mqtt-broker/io/files.hpp"
#include "mqtt-broker/io/gate_link.hpp"
#include "mqtt-broker/io/local_session.hpp"
#include "mqtt-broker/io/notify.hpp"
#include "mqtt-broker/io/process.hpp"
#include "mqtt-broker/protocol/figures.hpp"
#include "mqtt-broker/protocol/log_line.hpp"
#include "mqtt-broker/protocol/setup.hpp"
#include "mqtt-broker/protocol/supervisor.hpp"

namespace mqtt_broker {

// Belongs to the loop's thread. The process is gone when this object is.
class Mosquitto {
 public:
    // None of them may call back or destroy the Mosquitto: they are told from within.
    struct Handlers {
        std::function<void()> on_change;                       // of state() or figures()
        std::function<void(const busbar::Status&)> on_reload;  // the answer to reload()
        std::function<void(const LogLine&, std::string_view line)> on_log;
        std::function<void(const GateMessage&)> on_gate;  // of clients; not of our own sessions
    };

    // Makes its directory in `state_directory`. Fails when that cannot be. `gate` is the path of
    // the gate's shared object; without one, or when Mosquitto does not take it, users are told by
    // files.
    [[nodiscard]] static busbar::Result<std::unique_ptr<Mosquitto>> open(
        busbar::Loop& loop, const std::string& state_directory, std::string gate,
        Handlers handlers);
    Mosquitto(const Mosquitto&) = delete;
    Mosquitto& operator=(const Mosquitto&) = delete;

    // For the next start or reload.
    void use(Setup setup) { setup_ = std::move(setup); }

    // See Supervisor.
    void start() { perform(supervisor_.start(loop_.now())); }
    void stop() { perform(supervisor_.stop(loop_.now())); }
    void restart() { perform(supervisor_.restart(loop_.now())); }
    // Takes over who may log in. Only while Running.
    void reload();
    // Disconnects a client, see ClientPresent. Fails without the gate.
    [[nodiscard]] busbar::Status disconnect(std::uint64_t client);

    [[nodiscard]] const Supervisor& supervisor() const { return supervisor_; }
    [[nodiscard]] const Figures& figures() const { return figures_; }
    [[nodiscard]] const Rates& rates() const { return rates_; }
    // Why the gate is not used, a sentence; empty while it is.
    [[nodiscard]] const std::string& gate_fault() const { return gate_fault_; }

 private:
    Mosquitto(busbar::Loop& loop, Directory directory, std::string gate, Credentials own,
              PasswordHash own_hash, Handlers handlers);
    void perform(const Supervisor::Actions& actions);
    void perform(Supervisor::Action action);
    void spawn();
    [[nodiscard]] busbar::Status spawn_process();
    [[nodiscard]] bool by_gate() const { return gate_fault_.empty(); }
    [[nodiscard]] busbar::Status write_files();
    [[nodiscard]] busbar::Status write_certificate();
    [[nodiscard]] busbar::Status write_users() const;
    void set_database_aside();
    void end_sessions();
    void tell_gate(const GateMessage& message);
    void probe();
    void monitor();
    void on_line(std::string_view line);
    void on_ready(pid_t sender);
    void on_exit(Exit exit);
    void on_gate_message(const GateMessage& message);
    void on_system_message(const Message& message);

    busbar::Loop& loop_;
    Directory directory_;
    std::string gate_;
    std::string gate_fault_;
    Credentials own_;  // of our own sessions; others with every Mosquitto
    PasswordHash own_hash_;
    Handlers handlers_;
    Supervisor supervisor_;
    Setup setup_;
    Figures figures_;
    Rates rates_;
    Failure failure_;              // of the process before
    std::uint64_t monitored_ = 0;  // messages to our own monitor
    std::unordered_set<std::uint64_t> own_clients_;
    std::vector<std::string> complaints_;  // of this process
    std::uint16_t opened_ = 0;             // the port that it opened last
    Certificate certificate_;              // that it has read
    busbar::Timer deadline_;
    busbar::Timer monitor_retry_;
    std::unique_ptr<ReadySocket> ready_socket_;
    std::unique_ptr<GateLink> gate_link_;
    std::unique_ptr<Process> process_;
    std::unique_ptr<LocalSession> probe_;
    std::unique_ptr<LocalSession> monitor_;
};

}  // namespace mqtt_broker
