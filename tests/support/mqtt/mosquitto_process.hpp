// SPDX-License-Identifier: Apache-2.0
// MosquittoProcess: a real broker on a free port of the loopback.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "busbar/result.hpp"
#include "support/process.hpp"
#include "support/temporary_directory.hpp"

namespace busbar::testing {

// Keeps nothing across restarts but its port and users. Anybody may log in until there is a user.
class MosquittoProcess {
 public:
    // `configuration` is added to mosquitto.conf as it is.
    explicit MosquittoProcess(std::string configuration = {});

    // Before start(); from now on clients must log in.
    [[nodiscard]] Status add_user(const std::string& name, const std::string& password);

    // Starts it and waits until it accepts connections. Call it again, on the same port, after
    // stop() or kill().
    [[nodiscard]] Status start();
    void stop();    // as an administrator would
    void kill();    // as a power cut would, but that connections are reset
    void freeze();  // it answers nobody, and its connections stay
    void thaw();

    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] const TemporaryDirectory& directory() const { return directory_; }
    // What it logged since its last start.
    [[nodiscard]] std::string log() const { return process_ ? process_->errors() : ""; }

    // One message, published by another program; `options` are mosquitto_pub's ("-r").
    [[nodiscard]] Status publish(const std::string& topic, const std::string& payload,
                                 const std::vector<std::string>& options = {}) const;

 private:
    void write_configuration() const;

    TemporaryDirectory directory_;
    std::string configuration_;
    std::uint16_t port_;
    bool users_ = false;
    std::unique_ptr<Process> process_;
};

}  // namespace busbar::testing
