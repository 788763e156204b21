// SPDX-License-Identifier: Apache-2.0
// Library: a plugin's shared object in this process.
#pragma once

#include <boost/dll/shared_library.hpp>
#include <filesystem>

#include "busbar/abi.h"
#include "busbar/result.hpp"

namespace busbar {

// Loaded once and kept until the process ends: threads, thread-locals and handlers that the
// plugin's libraries leave behind would otherwise point into nothing. Never destroyed before its
// last user.
class Library {
 public:
    // Fails with one sentence a user can act on: missing, no shared object, no plugin, built for
    // another ABI, or in need of a library that is not there.
    [[nodiscard]] static Result<Library> load(const std::filesystem::path& file);

    [[nodiscard]] const busbar_plugin& entry() const { return *entry_; }

 private:
    Library(boost::dll::shared_library library, const busbar_plugin* entry)
        : library_(std::move(library)), entry_(entry) {}
    boost::dll::shared_library library_;
    const busbar_plugin* entry_;
};

}  // namespace busbar
