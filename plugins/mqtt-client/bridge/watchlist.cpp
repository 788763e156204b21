// SPDX-License-Identifier: Apache-2.0
// A list so short that looking through it is quick.
#include "bridge/watchlist.hpp"

#include <algorithm>

namespace mqtt_client {

Watched& Watchlist::put(Ref assignment, std::string_view item_id) {
    const auto found = std::find_if(watched_.begin(), watched_.end(), [&](const Watched& one) {
        return one.assignment == assignment;
    });
    if (found != watched_.end()) {
        std::rotate(found, found + 1, watched_.end());
    } else {
        if (watched_.size() == kWatchedMax) let_go(watched_.begin());
        watched_.emplace_back();
        watched_.back().assignment = assignment;
        watched_.back().item_id = item_id;
        std::erase(gone_, watched_.back().item_id);
    }
    watched_.back().changed = true;
    return watched_.back();
}

Watched* Watchlist::find(Ref assignment) {
    const auto found = std::find_if(watched_.begin(), watched_.end(), [&](const Watched& one) {
        return one.assignment == assignment;
    });
    return found != watched_.end() ? &*found : nullptr;
}

void Watchlist::remove(Ref assignment) {
    const auto found = std::find_if(watched_.begin(), watched_.end(), [&](const Watched& one) {
        return one.assignment == assignment;
    });
    if (found != watched_.end()) let_go(found);
}

void Watchlist::let_go(std::vector<Watched>::iterator one) {
    if (one->told) gone_.push_back(std::move(one->item_id));
    watched_.erase(one);
}

}  // namespace mqtt_client
