// SPDX-License-Identifier: Apache-2.0
// Counting changes.
#include "protocol/origin_tag.hpp"

#include <algorithm>
#include <utility>

namespace mqtt_client {
namespace {

// Nobody gets here by counting; who sends more wants to be always right.
constexpr std::uint64_t kCountMax = std::uint64_t{1} << 60U;
constexpr std::size_t kNameMax = 64;

}  // namespace

OriginClock::OriginClock(std::string own_server, std::uint64_t start, Time now)
    : newest_(start), start_(start), start_time_(now) {
    servers_.emplace_back();
    servers_.push_back(std::move(own_server));
}

OriginTag OriginClock::next(Time now) {
    const auto passed = std::chrono::duration_cast<std::chrono::milliseconds>(now - start_time_);
    newest_ = std::max(newest_ + 1, start_ + static_cast<std::uint64_t>(passed.count()));
    return {newest_, kOwn};
}

std::optional<OriginTag> OriginClock::heard(std::string_view server, std::uint64_t count) {
    if (server.empty() || server.size() > kNameMax || count > kCountMax) return std::nullopt;
    auto known = std::find(servers_.begin() + 1, servers_.end(), server);
    if (known == servers_.end()) {
        if (servers_.size() > kServersMax) return std::nullopt;
        known = servers_.emplace(servers_.end(), server);
    }
    newest_ = std::max(newest_, count);
    return OriginTag{count, static_cast<std::uint16_t>(known - servers_.begin())};
}

bool OriginClock::younger(const OriginTag& tag, const OriginTag& than) const {
    if (tag.count != than.count) return tag.count > than.count;
    return servers_[tag.server] > servers_[than.server];
}

}  // namespace mqtt_client
