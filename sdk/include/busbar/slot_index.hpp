// SPDX-License-Identifier: Apache-2.0
// SlotIndex: finds the place in an array by a key that is kept in the array itself.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace busbar {

// For a plugin that has ten thousand of something, each with a key: an id, a topic, a handle. Holds
// no key, only a hash of it and the slot, 8 octets each, and a quarter to three quarters of the
// places are free: 10,000 keys cost 256 KiB at most. Several slots may have the same key. The
// caller compares the key of what is found. Use either texts or numbers with one index.
// Thread: one at a time.
class SlotIndex {
 public:
    using Slot = std::uint32_t;  // below kNone - 1
    static constexpr Slot kNone = 0xFFFF'FFFF;

    void add(std::string_view key, Slot slot) { insert(hash_of(key), slot); }
    void add(std::uint32_t key, Slot slot) { insert(hash_of(key), slot); }
    // The key must be the one it was added with; does nothing otherwise.
    void remove(std::string_view key, Slot slot) { erase(hash_of(key), slot); }
    void remove(std::uint32_t key, Slot slot) { erase(hash_of(key), slot); }
    [[nodiscard]] std::size_t size() const { return size_; }

    // The first slot that may have this key and of which is(slot) is true; kNone when there is
    // none. All that have the key are asked for, seldom others. The index must not change
    // meanwhile.
    template <class Is>
    [[nodiscard]] Slot first(std::string_view key, Is&& is) const {
        return first_of(hash_of(key), is);
    }
    template <class Is>
    [[nodiscard]] Slot first(std::uint32_t key, Is&& is) const {
        return first_of(hash_of(key), is);
    }
    // Calls found(slot) for each of them.
    template <class Found>
    void find(std::string_view key, Found&& found) const {
        (void)first(key, [&](Slot slot) {
            found(slot);
            return false;
        });
    }

 private:
    static constexpr Slot kRemoved = kNone - 1;
    struct Place {
        std::uint32_t hash = 0;
        Slot slot = kNone;
    };

    [[nodiscard]] static std::uint32_t hash_of(std::string_view key);
    [[nodiscard]] static std::uint32_t hash_of(std::uint32_t key);
    [[nodiscard]] std::uint32_t mask() const {
        return static_cast<std::uint32_t>(places_.size()) - 1;
    }
    template <class Is>
    [[nodiscard]] Slot first_of(std::uint32_t hash, Is& is) const {
        if (places_.empty()) return kNone;
        for (auto i = hash & mask(); places_[i].slot != kNone; i = (i + 1) & mask()) {
            const auto& place = places_[i];
            if (place.hash == hash && place.slot != kRemoved && is(place.slot)) return place.slot;
        }
        return kNone;
    }
    void insert(std::uint32_t hash, Slot slot);
    void erase(std::uint32_t hash, Slot slot);
    void put(Place place);
    void grow();

    std::vector<Place> places_;  // a power of two
    std::size_t size_ = 0;
    std::size_t used_ = 0;  // size_ and the removed
};

}  // namespace busbar
