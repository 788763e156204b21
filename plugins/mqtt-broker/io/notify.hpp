// SPDX-License-Identifier: Apache-2.0
// ReadySocket: hears a child process say that it is ready, as systemd would (sd_notify(3)).
#pragma once

#include <sys/types.h>

#include <functional>
#include <memory>
#include <string>

#include "busbar/loop.hpp"
#include "busbar/result.hpp"
#include "mqtt-broker/io/descriptor.hpp"

namespace mqtt_broker {

// An abstract Unix socket with a name of the kernel's choice: no path that could be too long, and
// no rights on directories. Anybody may write to it, so the sender's process id is compared.
class ReadySocket {
 public:
    // `on_ready` is called on the loop's thread with the id of a process that wrote READY=1.
    [[nodiscard]] static busbar::Result<std::unique_ptr<ReadySocket>> open(
        busbar::Loop& loop, std::function<void(pid_t sender)> on_ready);
    ReadySocket(const ReadySocket&) = delete;
    ReadySocket& operator=(const ReadySocket&) = delete;
    ~ReadySocket() { loop_.unwatch(fd_.get()); }

    // For the child's environment: "NOTIFY_SOCKET=@…".
    [[nodiscard]] const std::string& variable() const { return variable_; }

 private:
    ReadySocket(busbar::Loop& loop, Descriptor fd, std::string variable,
                std::function<void(pid_t)> on_ready);
    void receive();

    busbar::Loop& loop_;
    Descriptor fd_;
    std::string variable_;
    std::function<void(pid_t)> on_ready_;
};

}  // namespace mqtt_broker
