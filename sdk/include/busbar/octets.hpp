// SPDX-License-Identifier: Apache-2.0
// Octets: an octet string that takes one pointer where it stands, for what there are 100,000 of.
// Thread: one at a time.
#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>

namespace busbar {

// Like std::string, with 8 octets instead of 32 beside what it holds, and nothing else for an empty
// one.
class Octets {
 public:
    Octets() = default;
    explicit Octets(std::string_view octets) { assign(octets); }
    Octets(const Octets& other) { assign(other.view()); }
    Octets(Octets&&) = default;
    Octets& operator=(const Octets& other) {
        if (this != &other) assign(other.view());
        return *this;
    }
    Octets& operator=(Octets&&) = default;
    ~Octets() = default;

    // Keeps the memory it has where that is enough and not twice too much.
    void assign(std::string_view octets) {
        if (octets.empty()) return clear();
        const auto size = static_cast<std::uint32_t>(octets.size());
        const auto room = block_ ? head().room : 0;
        if (room < size || room / 2 > size + kSlack) {
            block_.reset(new char[sizeof(Head) + size]);  // not zeroed: filled at once
            set_head({size, size});
        } else {
            set_head({size, room});
        }
        std::memcpy(block_.get() + sizeof(Head), octets.data(), size);
    }
    void clear() { block_.reset(); }

    [[nodiscard]] bool empty() const { return !block_; }
    [[nodiscard]] std::size_t size() const { return block_ ? head().size : 0; }
    // Valid until the next change.
    [[nodiscard]] std::string_view view() const {
        if (!block_) return {};
        return {block_.get() + sizeof(Head), head().size};
    }
    friend bool operator==(const Octets& left, const Octets& right) {
        return left.view() == right.view();
    }

 private:
    struct Head {
        std::uint32_t size;
        std::uint32_t room;
    };
    static constexpr std::uint32_t kSlack = 64;
    [[nodiscard]] Head head() const {
        Head head{};
        std::memcpy(&head, block_.get(), sizeof head);
        return head;
    }
    void set_head(Head head) { std::memcpy(block_.get(), &head, sizeof head); }

    std::unique_ptr<char[]> block_;
};

}  // namespace busbar
