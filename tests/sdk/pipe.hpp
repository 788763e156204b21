// SPDX-License-Identifier: Apache-2.0
// Pipe: a descriptor to watch, and the other end to make it readable.
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

namespace busbar {

class Pipe {
 public:
    Pipe() {
        if (::pipe2(ends_.data(), O_CLOEXEC | O_NONBLOCK) != 0) std::abort();
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    ~Pipe() {
        ::close(ends_[0]);
        hang_up();
    }

    [[nodiscard]] int reader() const { return ends_[0]; }
    void write() { (void)!::write(ends_[1], "x", 1); }
    // Takes everything; how much it was.
    std::size_t read() {
        std::array<char, 64> octets{};
        const auto size = ::read(ends_[0], octets.data(), octets.size());
        return size > 0 ? static_cast<std::size_t>(size) : 0;
    }
    void hang_up() {
        if (ends_[1] >= 0) ::close(ends_[1]);
        ends_[1] = -1;
    }

 private:
    std::array<int, 2> ends_{-1, -1};
};

}  // namespace busbar
