// SPDX-License-Identifier: Apache-2.0
// Link: where a plugin runs and how its frames reach the bus. In this process now; a process of its
// own is the other implementation. No rule of the bus lives here.
#pragma once

#include <functional>

#include "busbar/result.hpp"

namespace busbar {

class Link {
 public:
    virtual ~Link() = default;
    // Lets the plugin run. `ended` is called once on the runtime loop when it has stopped running,
    // with its exit code.
    [[nodiscard]] virtual Status start(std::function<void(int exit_code)> ended) = 0;
};

}  // namespace busbar
