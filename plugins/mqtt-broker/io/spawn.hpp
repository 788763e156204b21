// SPDX-License-Identifier: Apache-2.0
// spawn(): fork and exec of a ProgramCall; the part of Process that runs in the child.
#pragma once

#include "mqtt-broker/io/process.hpp"

namespace mqtt_broker {

// Returns when the program is executing, with its user, signals and death signal in place; output
// and error output go to `output_fd`, input is empty. Fails with the reason when it cannot be.
[[nodiscard]] busbar::Result<pid_t> spawn(const ProgramCall& call, int output_fd);

}  // namespace mqtt_broker
