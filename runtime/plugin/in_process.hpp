// SPDX-License-Identifier: Apache-2.0
// InProcess: a plugin on a thread of its own in this process.
#pragma once

#include <string>
#include <thread>

#include "bus/bus.hpp"
#include "busbar/abi.h"
#include "busbar/loop.hpp"
#include "plugin/link.hpp"

namespace busbar {

class InProcess final : public Link {
 public:
    InProcess(Loop& loop, Bus& bus, ParticipantId participant, const busbar_plugin& entry,
              std::string name);
    InProcess(const InProcess&) = delete;
    InProcess& operator=(const InProcess&) = delete;
    // Only after `ended` was called: a running thread cannot be taken away.
    ~InProcess() override;

    [[nodiscard]] Status start(std::function<void(int exit_code)> ended) override;

 private:
    static busbar_status send(void* context, busbar_bytes frame);
    static busbar_status receive(void* context, busbar_bytes* frame);

    Loop& loop_;
    Bus& bus_;
    ParticipantId participant_;
    const busbar_plugin& entry_;
    std::string name_;
    busbar_host host_{};
    std::string frame_;  // what receive() gave last; the plugin's thread only
    std::thread thread_;
};

}  // namespace busbar
