// SPDX-License-Identifier: Apache-2.0
// Account: as which user of the system the broker runs.
#pragma once

#include <sys/types.h>

#include <optional>

namespace mqtt_broker {

struct Account {
    uid_t uid;
    gid_t gid;
};

// None when we are not root: the broker then runs as ourselves. For root the user "mosquitto", or
// "nobody" where there is none: a program that strangers talk to never runs as root. None also for
// the root of a user namespace that has no other user (a container of an ordinary user): that root
// is the ordinary user.
[[nodiscard]] std::optional<Account> broker_account();

}  // namespace mqtt_broker
