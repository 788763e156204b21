// SPDX-License-Identifier: Apache-2.0
// Directory: the broker's own directory, and files in it that are either the old or the new one.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "busbar/result.hpp"
#include "mqtt-broker/io/account.hpp"
#include "mqtt-broker/io/descriptor.hpp"

namespace mqtt_broker {

// Everything is done relative to the open directory: the broker's user may own it, so a link that
// it put there must not lead us elsewhere.
class Directory {
 public:
    // Makes `path` with mode 0700 where it is missing; `owner` becomes its and its files' owner,
    // none leaves them ours.
    [[nodiscard]] static busbar::Result<Directory> open(const std::string& path,
                                                        std::optional<Account> owner);

    // Replaces `name`, mode 0600; when it fails, what was there is there still.
    [[nodiscard]] busbar::Status write(std::string_view name, std::string_view content) const;
    // What is in it. Fails with NotFound where there is no `name`.
    [[nodiscard]] busbar::Result<std::string> read(std::string_view name) const;
    // Renames, over what was called so before. Fails with NotFound where there is no `name`.
    [[nodiscard]] busbar::Status rename(std::string_view name, std::string_view new_name) const;
    // Removes a file if it is there.
    void remove(std::string_view name) const;

    // Borrowed; for the process that works in it, and for the socket in it.
    [[nodiscard]] int fd() const { return fd_.get(); }

 private:
    Directory(Descriptor fd, std::optional<Account> owner) : fd_(std::move(fd)), owner_(owner) {}

    Descriptor fd_;
    std::optional<Account> owner_;
};

}  // namespace mqtt_broker
