// SPDX-License-Identifier: Apache-2.0
// A network of a test program's own: nothing but a loopback, which also carries multicast. And
// mounts of its own, which nobody else sees.
#pragma once

#include <string>

namespace busbar::testing {

// Call first in main(). Executes the program again under unshare(1) in a network and a mount
// namespace of its own, where `lo` is up and 224.0.0.0/4 goes to it from 127.0.0.1 (knxd asks the
// kernel for that source). Returns in that second program only, with an empty text; where the
// system allows no namespace it returns in the first with the reason.
[[nodiscard]] std::string enter_network_namespace(char** arguments);

}  // namespace busbar::testing
