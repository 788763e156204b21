// SPDX-License-Identifier: Apache-2.0
// Looks the broker's user up.
#include "mqtt-broker/io/account.hpp"

#include <pwd.h>
#include <unistd.h>

#include <array>

namespace mqtt_broker {
namespace {

constexpr Account kNobody{65534, 65534};  // Debian's, where there is no user database

std::optional<Account> find(const char* name) {
    std::array<char, 4096> buffer{};
    passwd entry{};
    passwd* found = nullptr;
    ::getpwnam_r(name, &entry, buffer.data(), buffer.size(), &found);
    if (found == nullptr) return std::nullopt;
    return Account{entry.pw_uid, entry.pw_gid};
}

}  // namespace

std::optional<Account> broker_account() {
    if (::geteuid() != 0) return std::nullopt;
    if (const auto account = find("mosquitto")) return account;
    return find("nobody").value_or(kNobody);
}

}  // namespace mqtt_broker
