// SPDX-License-Identifier: Apache-2.0
// Looks the broker's user up.
#include "mqtt-broker/io/account.hpp"

#include <pwd.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <fstream>

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

// Whether ids of this user namespace name it; user_namespaces(7): each line is a range of ids in
// here, where it begins outside, and how many they are.
bool maps(const char* file, std::uint64_t id) {
    std::ifstream map(file);
    std::uint64_t first = 0;
    std::uint64_t outside = 0;
    std::uint64_t count = 0;
    while (map >> first >> outside >> count) {
        if (id >= first && id - first < count) return true;
    }
    return false;
}

bool usable(const Account& account) {
    return maps("/proc/self/uid_map", account.uid) && maps("/proc/self/gid_map", account.gid);
}

}  // namespace

std::optional<Account> broker_account() {
    if (::geteuid() != 0) return std::nullopt;
    if (const auto account = find("mosquitto"); account && usable(*account)) return account;
    const auto nobody = find("nobody").value_or(kNobody);
    return usable(nobody) ? std::optional(nobody) : std::nullopt;
}

}  // namespace mqtt_broker
