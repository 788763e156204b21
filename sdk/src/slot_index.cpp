// SPDX-License-Identifier: Apache-2.0
// A hash table with open addressing.
#include "busbar/slot_index.hpp"

#include <utility>

namespace busbar {

// FNV-1a, 32 bits: short texts, no key needed since only our own are stored. The low bits choose
// the place, so the high ones are mixed in.
std::uint32_t SlotIndex::hash_of(std::string_view key) {
    std::uint32_t hash = 2166136261U;
    for (const auto c : key) hash = (hash ^ static_cast<std::uint8_t>(c)) * 16777619U;
    return hash ^ (hash >> 15U);
}

// Handles come in a row: one step of it is enough to keep them apart.
std::uint32_t SlotIndex::hash_of(std::uint32_t key) {
    const auto hash = key * 2654435769U;  // Knuth's: 2^32 divided by the golden ratio
    return hash ^ (hash >> 15U);
}

void SlotIndex::insert(std::uint32_t hash, Slot slot) {
    if ((used_ + 1) * 4 > places_.size() * 3) grow();
    put({hash, slot});
    ++size_;
    ++used_;
}

void SlotIndex::erase(std::uint32_t hash, Slot slot) {
    if (places_.empty()) return;
    for (auto i = hash & mask(); places_[i].slot != kNone; i = (i + 1) & mask()) {
        if (places_[i].hash != hash || places_[i].slot != slot) continue;
        places_[i].slot = kRemoved;  // keeps the chain behind it reachable
        --size_;
        return;
    }
}

void SlotIndex::put(Place place) {
    auto i = place.hash & mask();
    while (places_[i].slot != kNone) i = (i + 1) & mask();
    places_[i] = place;
}

void SlotIndex::grow() {
    constexpr std::size_t kSizeMin = 16;
    auto size = kSizeMin;
    while (size < (size_ + 1) * 2) size *= 2;
    const auto old = std::exchange(places_, std::vector<Place>(size));
    for (const auto& place : old) {
        if (place.slot != kNone && place.slot != kRemoved) put(place);
    }
    used_ = size_;
}

}  // namespace busbar
