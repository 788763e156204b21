// SPDX-License-Identifier: Apache-2.0
// BusPort: the bridge's way to the bus. The plugin implements it with the functions it inherits
// from busbar::Plugin, the bridge's tests with a notebook.
#pragma once

#include <cstdint>
#include <string_view>

#include "busbar/plugin.hpp"

namespace knx {

// See busbar::Plugin for what each function does.
class BusPort {
 public:
    virtual busbar::Handle announce(busbar::v1::Object object) = 0;
    virtual void withdraw(busbar::Handle object) = 0;
    virtual void publish(busbar::Handle object, const busbar::Value& value,
                         const busbar::v1::Cause* cause, busbar::v1::Quality quality) = 0;
    virtual void answer(std::uint64_t command_id, busbar::v1::CommandOutcome outcome,
                        std::string_view reason) = 0;
    virtual void set_status(const busbar::v1::StatusChanged& status) = 0;
    virtual void log(busbar::v1::LogLevel level, std::string_view text) = 0;

 protected:
    BusPort() = default;
    BusPort(const BusPort&) = default;
    BusPort& operator=(const BusPort&) = default;
    ~BusPort() = default;
};

}  // namespace knx
