// SPDX-License-Identifier: Apache-2.0
// KeptStates: from the bus to the Store, and back after a restart.
#include "kept_states.hpp"

#include <algorithm>

namespace busbar {
namespace {

// What is kept of an object: the value and since when it is so. Empty when there is nothing to
// keep. Quality, order and cause mean nothing after a restart, and would only be more to write.
std::string kept(const ObjectSnapshot& object) {
    v1::ObjectAppeared appeared;
    v1::StateChanged state;
    if (!appeared.ParseFromString(object.description) || !state.ParseFromString(object.state) ||
        appeared.object().kind() == v1::OBJECT_KIND_EVENT || !state.has_value()) {
        return {};
    }
    v1::StateChanged keep;
    *keep.mutable_value() = state.value();
    keep.set_change_time_us(state.change_time_us());
    return keep.SerializeAsString();
}

// How long one has to wait after writing so much. What goes into the database's log is written a
// second time when the log is folded into the database, so it counts twice.
std::chrono::seconds pause_after(std::uint64_t octets) {
    constexpr std::chrono::seconds kHour = std::chrono::hours(1);
    const auto seconds = 2 * octets * kHour.count() / KeptStates::kOctetsPerHour;
    return std::max(KeptStates::kIntervalMin,
                    std::chrono::seconds(static_cast<std::int64_t>(seconds)));
}

}  // namespace

Status KeptStates::restore() {
    saved_ = BUSBAR_TRY(configuration_.load_states());
    for (const auto& [id, octets] : saved_) {
        const auto object = configuration_.objects().find(id);
        if (object == configuration_.objects().end()) continue;
        v1::StateChanged state;
        if (!object->second.record.keep_after_restart() || !state.ParseFromString(octets)) continue;
        BUSBAR_CHECK(bus_.restore_state(id, std::move(state)));
    }
    return {};
}

StateBatch KeptStates::changed() const {
    StateBatch batch;
    for (const auto& [id, object] : configuration_.objects()) {
        if (!object.record.keep_after_restart()) continue;
        const auto snapshot = bus_.object(id);
        // Gone or unknown for now: what was kept is still the last there is.
        if (!snapshot || snapshot->state.empty()) continue;
        auto keep = kept(*snapshot);
        if (keep.empty()) continue;
        const auto before = saved_.find(id);
        if (before == saved_.end() || before->second != keep)
            batch.emplace_back(id, std::move(keep));
    }
    for (const auto& [id, octets] : saved_) {
        const auto object = configuration_.objects().find(id);
        const bool marked =
            object != configuration_.objects().end() && object->second.record.keep_after_restart();
        if (!marked) batch.emplace_back(id, std::nullopt);
    }
    return batch;
}

Result<std::chrono::seconds> KeptStates::save() {
    auto batch = changed();
    if (batch.empty()) return kIntervalMin;
    const auto octets = BUSBAR_TRY(configuration_.save_states(batch));
    for (auto& [id, keep] : batch) {
        if (keep) {
            saved_[id] = std::move(*keep);
        } else {
            saved_.erase(id);
        }
    }
    return pause_after(octets);
}

}  // namespace busbar
