// SPDX-License-Identifier: Apache-2.0
// Actions: words and clearing.
#include "knx/protocol/tunnel/actions.hpp"

namespace knx {

std::string_view describe(Failure failure) {
    switch (failure) {
        case Failure::Negative:
            return "no device on the KNX line acknowledged the telegram";
        case Failure::Unconfirmed:
            return "the KNX interface did not confirm the telegram in time";
        case Failure::ConnectionLost:
            return "the connection to the KNX interface was lost";
        case Failure::NotSent:
            return "the KNX routers were too busy to take the telegram";
        case Failure::Stopped:
            break;
    }
    return "the connection to the KNX interface was stopped";
}

void Actions::clear_sends() {
    bytes_.clear();
    sends_.clear();
}

void Actions::clear() {
    clear_sends();
    events_.clear();
    transition_.reset();
}

}  // namespace knx
