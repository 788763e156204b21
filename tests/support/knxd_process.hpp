// SPDX-License-Identifier: Apache-2.0
// KnxdProcess: a real knxd as the KNX installation: a KNXnet/IP tunnelling server over a null bus.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "busbar/result.hpp"
#include "support/knxd_group_socket.hpp"
#include "support/process.hpp"
#include "support/temporary_directory.hpp"

namespace busbar::testing {

// Serves 127.0.0.1:3671 UDP, individual address 1.1.1, ten tunnels 1.1.10 to 1.1.19 unless told
// otherwise; knxtool takes one while it runs. Needs the network namespace of network_namespace.hpp.
// Group addresses are text, "1/2/3".
class KnxdProcess {
 public:
    static constexpr std::uint16_t kPort = 3671;
    enum class Routing : std::uint8_t { Off, On };

    // Writes the configuration; start() starts it.
    explicit KnxdProcess(Routing routing = Routing::Off, int tunnels = 10);

    // Starts it and waits until it answers on its socket. Call it again after stop() or kill().
    [[nodiscard]] Status start();
    void stop();  // as an administrator would: clients are told
    void kill();  // as a power cut would: they are not
    // Makes it stand still, its sockets open, and go on: half-dead.
    void halt();
    void go_on();

    // Sends a GroupValueWrite: of at most 6 bits, or of octets.
    [[nodiscard]] Status write(const std::string& group, std::uint8_t value);
    [[nodiscard]] Status write(const std::string& group, const std::vector<std::uint8_t>& octets);
    // Sends a GroupValueRead. Who answers is seen by a listener.
    [[nodiscard]] Status read(const std::string& group);
    // Many telegrams both ways over one connection.
    [[nodiscard]] Result<std::unique_ptr<KnxdGroupSocket>> group_socket() const;
    // A monitor of all group telegrams, one per line: "Write from 1.1.10 to 1/2/3: 01". It listens
    // when this returns; start() and listen() read 0/0/1 to find out.
    [[nodiscard]] Result<std::unique_ptr<Process>> listen();

    // What it logged since its last start.
    [[nodiscard]] std::string log() const { return process_ ? process_->errors() : ""; }

 private:
    [[nodiscard]] std::string socket() const { return "local:" + directory_.file("knxd.sock"); }
    void write_configuration(Routing routing, int tunnels);

    TemporaryDirectory directory_;
    std::unique_ptr<Process> process_;
};

}  // namespace busbar::testing
