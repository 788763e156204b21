// SPDX-License-Identifier: Apache-2.0
// Mailbox: from other threads to one loop, bounded; one wake-up for as much as came meanwhile.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "busbar/loop.hpp"

namespace busbar {

template <class Letter>
class Mailbox {
 public:
    static constexpr std::size_t kLettersMax = 16'384;

    // `read` is called on the loop, for each letter in order. `letters_max` may wait.
    Mailbox(Loop& loop, std::function<void(Letter)> read, std::size_t letters_max = kLettersMax)
        : loop_(loop), letters_max_(letters_max), inside_(std::make_shared<Inside>()) {
        inside_->read = std::move(read);
    }
    Mailbox(const Mailbox&) = delete;
    Mailbox& operator=(const Mailbox&) = delete;
    // On the loop's thread; letters not read yet are dropped.
    ~Mailbox() { inside_->read = {}; }

    // False when as many wait as may: the letter is dropped and counted. [thread-safe]
    bool push(Letter letter) {
        {
            const std::lock_guard lock(inside_->mutex);
            if (inside_->letters.size() >= letters_max_) {
                ++inside_->dropped;
                return false;
            }
            inside_->letters.push_back(std::move(letter));
            if (inside_->letters.size() > 1) return true;  // the loop has been told
        }
        loop_.post([inside = inside_] { inside->deliver(); });
        return true;
    }

    [[nodiscard]] std::uint64_t dropped() const {
        const std::lock_guard lock(inside_->mutex);
        return inside_->dropped;
    }

 private:
    // shared_ptr: what is posted may run after the mailbox has gone.
    struct Inside {
        void deliver() {
            std::vector<Letter> taken;
            {
                const std::lock_guard lock(mutex);
                taken.swap(letters);
            }
            for (auto& letter : taken) {
                if (read) read(std::move(letter));
            }
        }
        mutable std::mutex mutex;  // guards letters and dropped
        std::vector<Letter> letters;
        std::uint64_t dropped = 0;
        std::function<void(Letter)> read;  // only touched on the loop
    };

    Loop& loop_;
    const std::size_t letters_max_;
    std::shared_ptr<Inside> inside_;
};

}  // namespace busbar
